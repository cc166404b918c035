//! The lines of `velocity_log.txt`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Quantity, Stamp};

/// Points that a team earned with one completion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VelocityEntry {
    /// When.
    pub at: Stamp,
    /// The team.
    pub team: String,
    /// Story points.
    pub points: Quantity,
}

impl VelocityEntry {
    /// The line of the file, without its newline. Control characters in a team name become spaces, so that an
    /// entry is always one line.
    pub fn line(&self) -> String {
        let team: String = self.team.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("{}: Team {team} +{} velocity points", self.at, self.points)
    }

    /// Reads a line; `None` for a line of another form.
    pub fn parse(line: &str) -> Option<Self> {
        let (at, rest) = line.split_once(": Team ")?;
        let (team, points) = rest.strip_suffix(" velocity points")?.rsplit_once(" +")?;
        let points: f64 = points.parse().ok()?;
        points.is_finite().then(|| Self {
            at: Stamp(at.to_owned()),
            team: team.to_owned(),
            points: Quantity(points),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back() {
        let line = "2026-01-31T09:00:00Z: Team backend_team +8 velocity points";
        let entry = VelocityEntry::parse(line).unwrap();
        assert_eq!((entry.team.as_str(), entry.points), ("backend_team", Quantity(8.0)));
        assert_eq!(entry.line(), line);
        assert_eq!(VelocityEntry::parse("nonsense"), None);
    }

    #[test]
    fn a_hostile_team_name_stays_on_its_line() {
        let entry = VelocityEntry { at: Stamp("t".into()), team: "a\nb +9".into(), points: Quantity(2.0) };
        assert_eq!(entry.line(), "t: Team a b +9 +2 velocity points");
        assert_eq!(VelocityEntry::parse(&entry.line()).unwrap().points, Quantity(2.0));
    }
}
