//! The text format of Prometheus, version 0.0.4.

use crate::domain::Quantity;
use crate::output::escape;

/// Metrics under construction.
#[derive(Debug, Default)]
pub(super) struct Exposition {
    text: String,
}

/// What a family of metrics measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What only grows, but for a new start.
    Counter,
    /// What goes up and down.
    Gauge,
    /// How many values are how large.
    Histogram,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

impl Exposition {
    /// Adds a family, whose samples follow.
    pub(super) fn family(&mut self, name: &str, kind: Kind, help: &str) {
        let help = help.replace('\\', "\\\\").replace('\n', "\\n");
        self.text.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {}\n", kind.word()));
    }

    /// Adds a sample of the family before it.
    pub(super) fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        let labels: Vec<String> =
            labels.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        self.text.push_str(&format!("{name}{labels} {}\n", Quantity(value)));
    }

    /// Adds a family of one sample without labels; nothing where there is no data.
    pub(super) fn single(&mut self, name: &str, kind: Kind, help: &str, value: Option<f64>) {
        if let Some(value) = value {
            self.family(name, kind, help);
            self.sample(name, &[], value);
        }
    }

    /// Adds a family with a sample for each value of a label; nothing where there is none.
    pub(super) fn labelled<'v>(
        &mut self,
        name: &str,
        kind: Kind,
        help: &str,
        label: &str,
        samples: impl IntoIterator<Item = (&'v str, f64)>,
    ) {
        let mut samples = samples.into_iter().peekable();
        if samples.peek().is_some() {
            self.family(name, kind, help);
            samples.for_each(|(value, number)| self.sample(name, &[(label, value)], number));
        }
    }

    /// Adds a histogram of `values` with these upper bounds; nothing where there are no values.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(super) fn histogram(&mut self, name: &str, help: &str, bounds: &[f64], values: &[f64]) {
        if values.is_empty() {
            return;
        }
        self.family(name, Kind::Histogram, help);
        let bucket = format!("{name}_bucket");
        for bound in bounds {
            let count = values.iter().filter(|value| *value <= bound).count();
            self.sample(&bucket, &[("le", &Quantity(*bound).to_string())], count as f64);
        }
        self.sample(&bucket, &[("le", "+Inf")], values.len() as f64);
        self.sample(&format!("{name}_sum"), &[], values.iter().sum());
        self.sample(&format!("{name}_count"), &[], values.len() as f64);
    }

    /// The whole text.
    pub(super) fn into_text(self) -> String {
        self.text
    }
}

/// The value of a label. What could steer a terminal is spelled out before it is escaped.
fn escaped(value: &str) -> String {
    escape::line(value).replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_written_as_prometheus_reads_them() {
        let mut metrics = Exposition::default();
        metrics.single("a_seconds", Kind::Gauge, "One \\ line\nonly", Some(1.5));
        metrics.single("b", Kind::Gauge, "None", None);
        metrics.labelled("c_total", Kind::Counter, "C", "team", [("a\"b\\c\n\u{1b}", 2.0), ("", 3.0)]);
        metrics.labelled("d", Kind::Gauge, "D", "x", []);
        assert_eq!(
            metrics.into_text(),
            "# HELP a_seconds One \\\\ line\\nonly\n# TYPE a_seconds gauge\na_seconds 1.5\n\
             # HELP c_total C\n# TYPE c_total counter\n\
             c_total{team=\"a\\\"b\\\\c\\\\n\\\\u{1b}\"} 2\nc_total{team=\"\"} 3\n"
        );
    }

    #[test]
    fn buckets_of_a_histogram_count_all_below() {
        let mut metrics = Exposition::default();
        metrics.histogram("t_seconds", "T", &[1.0, 2.5], &[0.5, 1.0, 2.0, 9.0]);
        metrics.histogram("none", "N", &[1.0], &[]);
        assert_eq!(
            metrics.into_text(),
            "# HELP t_seconds T\n# TYPE t_seconds histogram\nt_seconds_bucket{le=\"1\"} 2\n\
             t_seconds_bucket{le=\"2.5\"} 3\nt_seconds_bucket{le=\"+Inf\"} 4\nt_seconds_sum 12.5\nt_seconds_count 4\n"
        );
    }
}
