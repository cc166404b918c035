//! Graphs by example, and small ones against the plainest way to the answer.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn node(id: &str, dependencies: &[&str]) -> Node {
    Node {
        id: id.to_owned(),
        dependencies: dependencies.iter().map(|id| (*id).to_owned()).collect(),
        weight: 1.0,
        state: State::Open,
        work_type: "feature".to_owned(),
        status: "pending".to_owned(),
    }
}

/// Items by their ids, each with what it waits for: `"a:b c, b:c, c"`.
fn graph_of(text: &str) -> Graph {
    Graph::new(text.split(", ").map(|item| {
        let (id, dependencies) = item.split_once(':').unwrap_or((item, ""));
        node(id, &dependencies.split_whitespace().collect::<Vec<_>>())
    }))
}

/// The tree, two dots a level, with `*` at what is repeated, `!` at cycles, `?` at what is gone and `$` at what is last.
fn drawn(graph: &Graph, root: &str) -> String {
    let line = |branch: Branch| {
        let mark = match branch.mark {
            Some(Mark::Repeated) => "*",
            Some(Mark::Cycle) => "!",
            None => "",
        };
        let gone = if branch.node.is_none() { "?" } else { "" };
        let last = if branch.is_last { "$" } else { "" };
        format!("{}{}{mark}{gone}{last}", "..".repeat(branch.depth), branch.id)
    };
    graph.tree(root).unwrap().into_iter().map(line).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_cycle_that_would_be_closed_is_found() {
    let graph = graph_of("a:b, b:c, c:d, d, e:a gone");
    let closed = |id: &str, new: &[&str]| graph.cycle_through(id, new).map(|cycle| cycle.join(" "));
    assert_eq!(closed("d", &["e", "a"]).as_deref(), Some("d a b c d"));
    assert_eq!(closed("d", &["e", "b", "a"]).as_deref(), Some("d b c d"));
    assert_eq!(closed("a", &["e"]).as_deref(), Some("a e a"));
    assert_eq!(closed("a", &["b", "a"]).as_deref(), Some("a a"));
    assert_eq!(closed("new", &["new"]).as_deref(), Some("new new"));
    assert_eq!(closed("gone", &["e"]).as_deref(), Some("gone e gone"));
    assert_eq!(closed("a", &["b", "d", "gone", "unheard of"]), None);
    assert_eq!(closed("new", &["a", "e"]), None);
    let two_ways = graph_of("long:x, x:y, y:end, short:end, first:short long, last:long short");
    let cycle = |start: &str| two_ways.cycle_through("end", &[start]).unwrap().join(" ");
    assert_eq!(cycle("first"), "end first short end");
    assert_eq!(cycle("last"), "end last short end");
}

#[test]
fn cycles_that_are_there_are_told_once() {
    let graph = graph_of("x:a, a:b, b:c a, c:a, d:d, e:d, f:g, g");
    let said: Vec<_> =
        graph.cycles().into_iter().map(|cycle| (cycle.members.join(" "), cycle.path.join(" "))).collect();
    let expected = [("a b c", "a b a"), ("d", "d d")];
    assert_eq!(said, expected.map(|(members, path)| (members.to_owned(), path.to_owned())));
}

#[test]
fn the_order_is_that_of_the_board_where_nothing_speaks_against_it() {
    assert_eq!(graph_of("c, a:gone, b").order(), ["c", "a", "b"]);
    assert_eq!(graph_of("a:d, b, c:b, d").order(), ["b", "c", "d", "a"]);
    assert_eq!(graph_of("a:x, x:y, b, y:x z, z").order(), ["b", "z", "x", "y", "a"]);
    assert_eq!(graph_of("a:b, b, a, b:a").order(), ["b", "a"], "of several with one id the first counts");
}

#[test]
fn the_critical_path_is_the_heaviest_chain_of_what_is_left() {
    let weighed = |weights: &[(&str, f64)], text: &str| {
        let mut graph = graph_of(text);
        for (id, weight) in weights {
            graph.nodes[graph.numbers[*id]].weight = *weight;
        }
        graph.critical_path().join(" ")
    };
    let diamond = "end:left right, left:start, right:start, start";
    assert_eq!(weighed(&[], diamond), "start left end");
    assert_eq!(weighed(&[("right", 3.0)], diamond), "start right end");
    assert_eq!(weighed(&[("right", f64::NAN), ("left", -5.0)], diamond), "start left end");
    assert_eq!(weighed(&[("end", 0.0)], diamond), "start left end");
    assert_eq!(weighed(&[("b", 9.0)], "a:b, b:a, c:b"), "c");
    assert_eq!(weighed(&[], "a:a"), "");
    let mut graph = graph_of("a:b, b:c, c:d, d");
    graph.nodes[1].state = State::Met;
    graph.nodes[2].state = State::Failed;
    assert_eq!(graph.critical_path(), ["d", "c"]);
}

#[test]
fn the_tree_shows_everything_once() {
    assert_eq!(
        drawn(&graph_of("a:b c, b:d, c:d e, d:e, e"), "a"),
        "a$ ..b ....d$ ......e$ ..c$ ....d* ....e$"
    );
    assert_eq!(drawn(&graph_of("a:b a, b:c, c:a gone"), "a"), "a$ ..b ....c$ ......a! ......gone?$ ..a!$");
    assert_eq!(graph_of("a:gone").tree("gone"), None);
    assert_eq!(graph_of("a").tree("b"), None);
}

#[test]
fn dependants_are_those_that_wait_themselves() {
    let graph = graph_of("c:b b a gone, a:b, b, d:gone c");
    assert_eq!(graph.dependants("b"), ["c", "a"]);
    assert_eq!(graph.dependants("gone"), ["c", "d"]);
    assert_eq!(graph.dependants("d"), [""; 0]);
    assert_eq!(graph.dependants("unheard of"), [""; 0]);
}

#[test]
fn drawings_name_the_items() {
    let mut graph = graph_of("a:b gone, b");
    graph.nodes[1].state = State::Met;
    graph.nodes[1].status = "completed".to_owned();
    graph.nodes[1].work_type = String::new();
    let dot = r#"digraph dependencies {
  rankdir=LR;
  node [shape=box, style=filled];
  n0 [label="a\nfeature\npending", fillcolor=white];
  n1 [label="b\ncompleted", fillcolor=palegreen];
  n2 [label="gone\nnot on the board", style=dashed];
  n1 -> n0;
  n2 -> n0;
}
"#;
    assert_eq!(graph.to_dot(), dot);
    let mermaid = r#"flowchart LR
  n0["a<br/>feature<br/>pending"]:::open
  n1["b<br/>completed"]:::met
  n2["gone<br/>not on the board"]:::gone
  n1 --> n0
  n2 --> n0
  classDef open fill:white,color:black,stroke:black
  classDef held fill:khaki,color:black,stroke:black
  classDef met fill:palegreen,color:black,stroke:black
  classDef failed fill:salmon,color:black,stroke:black
  classDef gone fill:white,color:black,stroke:black,stroke-dasharray:4
"#;
    assert_eq!(graph.to_mermaid(), mermaid);
}

#[test]
fn strangers_words_are_only_words() {
    let hostile = Graph::new([node("a\"]; n9 [label=\"\\", &["%%{init}%%\n#quot; <b>&lt;\u{202e}"])]);
    let dot = hostile.to_dot();
    assert!(dot.contains(r#"n0 [label="a\"]; n9 [label=\"\\\nfeature"#), "{dot}");
    assert!(dot.contains(r#"n1 [label="%%{init}%%\\u{a}#quot; <b>&amp;lt;\\u{202e}\nnot"#), "{dot}");
    let mermaid = hostile.to_mermaid();
    assert!(mermaid.contains(r#"n0["a#34;#93;#59; n9 #91;label#61;#34;#92;<br/>feature"#), "{mermaid}");
    assert!(
        mermaid.contains(r##"n1["#37;#37;#123;init#125;#37;#37;#92;u#123;a#125;#35;quot#59; "##),
        "{mermaid}"
    );
}

#[test]
fn long_chains_need_no_stack() {
    const LENGTH: usize = 50_000;
    let id = |number: usize| format!("item{number}");
    let chain = |end: &str| {
        let dependency = |number: usize| if number + 1 < LENGTH { id(number + 1) } else { end.to_owned() };
        Graph::new((0..LENGTH).map(|number| node(&id(number), &[&dependency(number)])))
    };
    let line = chain("gone");
    assert_eq!(line.critical_path().len(), LENGTH);
    assert_eq!(line.order().first().copied(), Some(id(LENGTH - 1).as_str()));
    assert_eq!(line.tree("item0").map(|tree| tree.len()), Some(LENGTH + 1));
    assert_eq!(line.cycle_through(&id(LENGTH - 1), &["item0"]).map(|cycle| cycle.len()), Some(LENGTH + 1));
    assert!(line.cycles().is_empty());
    assert_eq!(line.to_dot().lines().count(), 2 * LENGTH + 1 + 4);
    let ring = chain("item0");
    assert_eq!(ring.cycles()[0].path.len(), LENGTH + 1);
    assert_eq!(ring.order().len(), LENGTH);
    assert!(ring.critical_path().is_empty());
}

/// A small graph and what the plainest way says of it.
#[derive(Clone, Debug)]
struct Sample {
    nodes: Vec<Node>,
}

const IDS: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

impl Sample {
    fn graph(&self) -> Graph {
        Graph::new(self.nodes.clone())
    }

    fn waits_for(&self, from: &str, to: &str) -> bool {
        self.node(from).is_some_and(|node| node.dependencies.iter().any(|id| id == to))
    }

    fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// The fewest steps, at least one, from each of [`IDS`] to each; more than any way has where there is none.
    fn distances(&self) -> Vec<Vec<usize>> {
        let step = |from: &&str, to: &&str| if self.waits_for(from, to) { 1 } else { 100 };
        let mut far: Vec<Vec<usize>> =
            IDS.iter().map(|from| IDS.iter().map(|to| step(from, to)).collect()).collect();
        for by in 0..IDS.len() {
            for from in 0..IDS.len() {
                for to in 0..IDS.len() {
                    far[from][to] = far[from][to].min(far[from][by] + far[by][to]);
                }
            }
        }
        far
    }

    fn distance(&self, from: &str, to: &str) -> Option<usize> {
        let at = |id: &str| IDS.iter().position(|known| *known == id).unwrap();
        Some(self.distances()[at(from)][at(to)]).filter(|steps| *steps < 100)
    }

    fn is_chain(&self, ids: &[impl AsRef<str>]) -> bool {
        ids.windows(2).all(|pair| self.waits_for(pair[0].as_ref(), pair[1].as_ref()))
    }

    /// Weight and number of items of the best chain that starts with `id` and goes on to what it waits for.
    fn best_from(&self, id: &str) -> (f64, usize) {
        let Some(node) = self.node(id) else { return (0.0, 0) };
        if node.state == State::Met || self.distance(id, id).is_some() {
            return (0.0, 0);
        }
        let below = node.dependencies.iter().map(|next| self.best_from(next));
        let best = below.fold((0.0, 0), |best, next| if next > best { next } else { best });
        (best.0 + node.weight, best.1 + 1)
    }
}

/// Boards of up to six items. The last of the ids is never on the board.
fn sample() -> impl Strategy<Value = Sample> {
    let state = prop::sample::select(vec![State::Open, State::Open, State::Held, State::Met, State::Failed]);
    let dependencies = prop::collection::vec(prop::sample::select(IDS.to_vec()), 0..4);
    let item = (dependencies, 0..4_u32, state);
    let items = prop::collection::vec(item, 1..IDS.len());
    (items, Just(IDS[..6].to_vec()).prop_shuffle()).prop_map(|(items, ids)| {
        let node = |(id, (dependencies, weight, state)): (&str, (Vec<&str>, u32, State))| Node {
            weight: weight.into(),
            state,
            ..node(id, &dependencies)
        };
        Sample { nodes: ids.into_iter().zip(items).map(node).collect() }
    })
}

fn id() -> impl Strategy<Value = &'static str> {
    prop::sample::select(IDS.to_vec())
}

proptest! {
    #[test]
    fn a_cycle_is_found_where_there_is_a_way_back(
        sample in sample(), id in id(), new in prop::collection::vec(id(), 0..3),
    ) {
        let back = |dependency: &&str| if *dependency == id { Some(0) } else { sample.distance(dependency, id) };
        let steps = new.iter().filter_map(back).min().map(|steps| steps + 1);
        let found = sample.graph().cycle_through(id, &new);
        prop_assert_eq!(found.as_ref().map(|cycle| cycle.len() - 1), steps, "{:?}", found);
        if let Some(cycle) = found {
            prop_assert_eq!((cycle[0].as_str(), cycle[cycle.len() - 1].as_str()), (id, id));
            prop_assert!(new.contains(&cycle[1].as_str()));
            prop_assert!(sample.is_chain(&cycle[1..]));
        }
    }

    #[test]
    fn every_item_that_waits_for_itself_is_in_one_cycle(sample in sample()) {
        let knotted = |node: &Node| sample.distance(&node.id, &node.id).is_some();
        let expected: Vec<&str> =
            sample.nodes.iter().filter(|node| knotted(node)).map(|node| node.id.as_str()).collect();
        let cycles = sample.graph().cycles();
        let members = cycles.iter().flat_map(|cycle| &cycle.members);
        let mut members: Vec<&str> = members.map(String::as_str).collect();
        let at = |id: &&str| sample.nodes.iter().position(|node| node.id == *id);
        members.sort_by_key(at);
        prop_assert_eq!(members, expected);
        for cycle in &cycles {
            let first = cycle.members[0].as_str();
            for other in &cycle.members {
                prop_assert!(sample.distance(first, other).is_some() && sample.distance(other, first).is_some());
                prop_assert!(at(&first) <= at(&other.as_str()));
            }
            prop_assert!(sample.is_chain(&cycle.path));
            prop_assert_eq!((cycle.path[0].as_str(), cycle.path[cycle.path.len() - 1].as_str()), (first, first));
            prop_assert_eq!(sample.distance(first, first), Some(cycle.path.len() - 1));
        }
        prop_assert!(cycles.iter().map(|cycle| at(&cycle.members[0].as_str())).is_sorted());
    }

    #[test]
    fn the_order_is_valid_and_takes_the_first_that_it_can(sample in sample()) {
        let graph = sample.graph();
        let order = graph.order();
        let at = |id: &str| order.iter().position(|other| *other == id);
        let on_board: BTreeSet<&str> = sample.nodes.iter().map(|node| node.id.as_str()).collect();
        prop_assert_eq!(order.len(), on_board.len());
        prop_assert_eq!(order.iter().copied().collect::<BTreeSet<_>>(), on_board);
        for node in &sample.nodes {
            for dependency in &node.dependencies {
                let is_knot = sample.distance(dependency, &node.id).is_some();
                prop_assert!(is_knot || at(dependency) < at(&node.id), "{:?}", order);
            }
        }
        if graph.cycles().is_empty() {
            let mut left: Vec<&Node> = sample.nodes.iter().collect();
            for id in order {
                let is_left = |id: &String| left.iter().any(|other| other.id == *id);
                let waits = |node: &&Node| node.dependencies.iter().any(is_left);
                let first = left.iter().position(|node| !waits(node)).unwrap();
                prop_assert_eq!(&left.remove(first).id, id);
            }
        }
    }

    #[test]
    fn no_chain_is_longer_than_the_critical_path(sample in sample()) {
        let best = sample.nodes.iter().map(|node| sample.best_from(&node.id));
        let best = best.fold((0.0, 0), |best, next| if next > best { next } else { best });
        let graph = sample.graph();
        let mut path = graph.critical_path();
        let weight: f64 = path.iter().map(|id| sample.node(id).unwrap().weight).sum();
        prop_assert_eq!((weight, path.len()), best, "{:?}", path);
        path.reverse();
        prop_assert!(sample.is_chain(&path));
        prop_assert!(path.iter().all(|id| sample.best_from(id).1 > 0));
    }

    #[test]
    fn the_tree_goes_on_below_each_item_once(sample in sample(), root in id()) {
        let graph = sample.graph();
        let Some(tree) = graph.tree(root) else {
            prop_assert!(sample.node(root).is_none());
            return Ok(());
        };
        let mut shown: Vec<&str> = Vec::new();
        for (at, branch) in tree.iter().enumerate() {
            let below = tree[at + 1..].iter().take_while(|other| other.depth > branch.depth);
            let below: Vec<&Branch> = below.filter(|other| other.depth == branch.depth + 1).collect();
            let ids: Vec<&str> = below.iter().map(|branch| branch.id).collect();
            prop_assert_eq!(below.iter().filter(|branch| branch.is_last).count(), usize::from(!below.is_empty()));
            prop_assert!(below.last().is_none_or(|branch| branch.is_last));
            let dependencies = sample.node(branch.id).map_or(&[][..], |node| &node.dependencies);
            let mut seen = BTreeSet::new();
            let expected: Vec<&str> =
                dependencies.iter().map(String::as_str).filter(|id| seen.insert(*id)).collect();
            if let Some(mark) = branch.mark {
                prop_assert!(shown.contains(&branch.id) && !expected.is_empty() && ids.is_empty());
                let is_parent = (0..at).filter(|above| tree[*above].id == branch.id).any(|above| {
                    tree[above + 1..=at].iter().all(|between| between.depth > tree[above].depth)
                });
                prop_assert_eq!(mark == Mark::Cycle, is_parent);
            } else {
                prop_assert!(expected.is_empty() || !shown.contains(&branch.id));
                prop_assert_eq!(ids, expected);
                shown.push(branch.id);
            }
        }
        let reached = IDS.iter().filter(|id| **id == root || sample.distance(root, id).is_some()).count();
        prop_assert_eq!(shown.into_iter().collect::<BTreeSet<_>>().len(), reached);
    }

    #[test]
    fn drawings_hold_one_line_each_whatever_the_words_are(
        id in ".*", work_type in "[\\\\\"&#;<>\\[\\]\n`a]*", status in any::<String>(),
    ) {
        let graph = Graph::new([Node { work_type, status, ..node(&id, &[]) }]);
        let dot = graph.to_dot();
        let lines: Vec<&str> = dot.lines().collect();
        prop_assert_eq!(lines.len(), 5);
        let label = lines[3].strip_prefix("  n0 [label=\"").unwrap();
        let label = label.strip_suffix("\", fillcolor=white];").unwrap();
        let mut escaped = false;
        for character in label.chars() {
            prop_assert!(escaped || character != '"', "{}", label);
            prop_assert!(!escaped || "\\\"n".contains(character), "{}", label);
            escaped = character == '\\' && !escaped;
        }
        prop_assert!(!escaped);
        prop_assert_eq!(label.matches('&').count(), label.matches("&amp;").count());
        let mermaid = graph.to_mermaid();
        let lines: Vec<&str> = mermaid.lines().collect();
        prop_assert_eq!(lines.len(), 7);
        let label = lines[1].strip_prefix("  n0[\"").unwrap().strip_suffix("\"]:::open").unwrap();
        let plain = |character: char| character.is_alphanumeric() || " _-.#;".contains(character);
        prop_assert!(label.replace("<br/>", "").chars().all(plain), "{}", label);
    }
}
