//! Patterns by example, and against a matcher that tries everything.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;

fn pattern(text: &str) -> PathPattern {
    PathPattern::parse(text).unwrap_or_else(|reason| panic!("{text}: {reason}"))
}

/// Asks both ways round.
fn overlap(one: &str, two: &str) -> bool {
    let (one, two) = (pattern(one), pattern(two));
    let answer = one.overlaps(&two);
    assert_eq!(answer, two.overlaps(&one), "{one:?} and {two:?} disagree");
    answer
}

fn refusal(text: &str) -> String {
    PathPattern::parse(text).expect_err(text)
}

#[test]
fn a_pattern_covers_what_is_below_it() {
    for text in ["src/auth", "src/auth/", "./src//auth", "src/./auth/**", "src/*th", "src/**/auth", "*/auth"]
    {
        let pattern = pattern(text);
        assert!(pattern.matches("src/auth"), "{text}");
        assert!(pattern.matches("src/auth/x.rs"), "{text}");
        assert!(pattern.matches("./src/lib/../auth//deep/x.rs"), "{text}");
        assert!(!pattern.matches("src"), "{text}");
        assert!(!pattern.matches("src/author"), "{text}");
        assert!(!pattern.matches("/src/auth"), "{text}");
        assert_eq!(pattern.as_str(), text);
    }
}

#[test]
fn each_sign_means_what_globs_mean() {
    let cases = [
        ("a?c", "abc", "ac"),
        ("a*c", "ac", "a/c"),
        ("a[bc]d", "acd", "aed"),
        ("a[a-c]d", "abd", "a-d"),
        ("a[!a-c]d", "aéd", "abd"),
        ("a[^b]d", "acd", "abd"),
        ("a[]]d", "a]d", "a[d"),
        ("a[!]]d", "abd", "a]d"),
        ("a[b-]d", "a-d", "acd"),
        (r"a[\]b]d", "a]d", r"a\d"),
        (r"\*\{\[\\", r"*{[\", "x{[\\"),
        (r"a\/b", "a/b", r"a\/b"),
        ("a]}b,", "a]}b,", "ab"),
        ("{a,b{c,d/e}}.rs", "bd/e.rs", "b.rs"),
        ("{a}{,b}", "a", "b"),
        ("**/x", "x", "y"),
        ("a/**/x", "a/b/c/x", "b/a/x"),
        ("a/**b", "a/cb", "a/c/b"),
        ("*", ".hidden", "/etc"),
        ("A", "A", "a"),
        (".", "any/thing", "/any/thing"),
    ];
    for (text, matching, other) in cases {
        assert!(pattern(text).matches(matching), "{text} and {matching}");
        assert!(!pattern(text).matches(other), "{text} and {other}");
    }
}

#[test]
fn two_patterns_overlap_where_one_path_is_covered_by_both() {
    for (one, two) in [
        ("src/auth", "src/auth/x.rs"),
        ("src/**", "src/auth/*.rs"),
        ("src/*.rs", "src/a*"),
        ("**/*.rs", "src"),
        ("**/a/**/b", "x/**"),
        ("*a*b", "b*a?b*"),
        ("{src,tests}/a", "{docs,tests}/*"),
        ("[a-m]*", "[m-z]*"),
        ("[!a]", "[!b]"),
        ("*/x", "a"),
        (".", "a"),
        ("a*a*a*a*a*a*b", "*a*a*a*a*a*a*a*b"),
    ] {
        assert!(overlap(one, two), "{one} and {two}");
    }
    for (one, two) in [
        ("src/auth", "src/author"),
        ("src/*.rs", "src/*.toml"),
        ("src/*.rs", "src/auth/x.rs"),
        ("*/x", "a/y"),
        ("a?", "a"),
        ("[a-l]*", "[m-z]*"),
        ("x[!a]", "x[a]"),
        ("README.md", "readme.md"),
        // All that these have in common is no name.
        (".[.a]", ".[.b]"),
        ("[.a]", "[.b]"),
    ] {
        assert!(!overlap(one, two), "{one} and {two}");
    }
}

#[test]
fn absolute_paths_meet_absolute_paths_and_a_leading_double_star() {
    assert!(overlap("/src", "/src/a"));
    assert!(overlap("/", "/src"));
    assert!(overlap("**", "/src"));
    assert!(overlap("**/a", "/src/a"));
    assert!(overlap("{x,./**}", "/src"));
    for relative in ["src", "*", ".", "a/**", "*/**"] {
        assert!(!overlap(relative, "/src"), "{relative}");
        assert!(!overlap(relative, "/**"), "{relative}");
    }
    assert!(pattern("/a/**").matches("/a"));
    assert!(pattern("/a").matches("/../a/b"));
    assert!(!pattern("/a").matches("a"));
    assert!(!pattern("*/a").matches("../a"));
    assert!(!pattern(".").matches("a/../../b"));
    assert!(pattern("**/b").matches("a/../../b"));
}

#[test]
fn what_is_no_pattern_is_refused_with_a_reason() {
    for (text, reason) in [
        ("", "empty"),
        ("{,a}", "alternative of a path pattern must not be empty"),
        ("..", "`..`"),
        ("a/../b", "`..`"),
        (r"a/\.[.]", "`..`"),
        ("{a,.}./b", "`..`"),
        ("a\0b", "NUL"),
        ("a[bc", "close its `[`"),
        ("[]", "close its `[`"),
        ("[!]", "close its `[`"),
        ("a{b,c", "close its `{`"),
        ("a{b,{c}", "close its `{`"),
        (r"a\", "escape"),
        (r"[a\", "escape"),
        ("[z-a]", "`z-a`"),
        ("[a/b]", "`/`"),
        ("[[:alpha:]]", "names"),
        (r"[\/]", "no character"),
        ("[!\u{1}-\u{10ffff}]", "no character"),
    ] {
        let said = refusal(text);
        assert!(said.contains(reason), "{text:?}: {said}");
        assert!(!said.ends_with('.'), "{said}");
    }
}

#[test]
fn size_has_limits() {
    let nested = |depth: usize| "{".repeat(depth) + "a" + &"}".repeat(depth);
    assert!(PathPattern::parse(&"a/".repeat(2_048)).is_ok());
    assert!(refusal(&"a".repeat(4_097)).contains("4096 bytes"));
    assert_eq!(pattern(&"{a,b}".repeat(6)).alternatives.len(), 64);
    assert!(refusal(&"{a,b}".repeat(7)).contains("64 alternatives"));
    assert!(refusal(&format!("{{{}}}", "a,".repeat(64))).contains("64 alternatives"));
    assert!(PathPattern::parse(&nested(8)).is_ok());
    assert!(refusal(&nested(9)).contains("nested"));
    assert!(refusal(&("{a,b}".to_owned() + &"c".repeat(2_048))).contains("written out"));
    assert!(PathPattern::parse(&format!("{}*", "a".repeat(1_023))).is_ok());
    assert!(refusal(&format!("{}*", "a".repeat(1_024))).contains("wildcards"));
    let wide: String = (0..400).filter_map(|step| char::from_u32(0x4000 + 2 * step)).collect();
    assert!(refusal(&format!("{}[{wide}]", "{a,b}".repeat(4))).contains("written out"));
}

/// Whoever tries one way after the other does not live to see the end of this.
#[test]
fn patterns_made_to_take_for_ever_do_not() {
    let stars = "*a".repeat(500);
    assert!(overlap(&stars, &"a*".repeat(500)));
    assert!(!overlap(&(stars.clone() + "b"), &(stars.clone() + "c")));
    assert!(!pattern(&(stars + "b")).matches(&"a".repeat(4_000)));
    let deep = "**/a/".repeat(800);
    assert!(overlap(&deep, &"*/**/".repeat(500)));
    assert!(!overlap(&format!("x/{deep}b"), &format!("y/{deep}c")));
    assert!(!pattern(&(deep + "b")).matches(&"a/".repeat(2_000)));
    assert!(overlap(&"{*a,**/b*}".repeat(6), &"{**/*b,*a*}".repeat(6)));
    let wide: String = (0..1_000).filter_map(|step| char::from_u32(0x4000 + 2 * step)).collect();
    assert!(overlap(&format!("*[{wide}]*x"), &format!("*[!{wide}]*x")));
}

/// The rules, told once more in the simplest words: write out the alternatives, then try everything. The root of
/// the file system is a name of its own here, which `**` takes and nothing else.
mod simple {
    const ROOT: &str = "\0";

    /// The texts that `text` stands for.
    pub(super) fn alternatives(text: &str) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        let Some(start) = characters.iter().position(|character| *character == '{') else {
            return vec![text.to_owned()];
        };
        let (mut depth, mut choices, mut at) = (1, vec![String::new()], start + 1);
        loop {
            match (characters[at], depth) {
                ('}', 1) => break,
                (',', 1) => choices.push(String::new()),
                (character, _) => {
                    depth += i32::from(character == '{') - i32::from(character == '}');
                    choices.last_mut().unwrap().push(character);
                }
            }
            at += 1;
        }
        let (before, after): (String, String) =
            (characters[..start].iter().collect(), characters[at + 1..].iter().collect());
        choices.iter().flat_map(|choice| alternatives(&format!("{before}{choice}{after}"))).collect()
    }

    fn segments(text: &str) -> Vec<&str> {
        let root = text.starts_with('/').then_some(ROOT);
        root.into_iter().chain(text.split('/').filter(|name| !["", "."].contains(name))).collect()
    }

    pub(super) fn matches(text: &str, path: &str) -> bool {
        alternatives(text).iter().any(|text| covers(&segments(text), &segments(path)))
    }

    fn covers(pattern: &[&str], path: &[&str]) -> bool {
        match (pattern, path) {
            // `.` is the tree, which the root is not in.
            ([], rest) => rest.first() != Some(&ROOT),
            (["**", pattern @ ..], _) => (0..=path.len())
                .any(|taken| covers(pattern, &path[taken..]) || (pattern.is_empty() && taken == path.len())),
            ([first, pattern @ ..], [name, path @ ..]) => {
                stands_for(&first.chars().collect::<Vec<_>>(), &name.chars().collect::<Vec<_>>())
                    && covers(pattern, path)
            }
            (_, []) => false,
        }
    }

    fn stands_for(pattern: &[char], name: &[char]) -> bool {
        match (pattern, name) {
            ([], _) => name.is_empty(),
            (_, ['\0']) => pattern == ['\0'],
            (['*', rest @ ..], _) => (0..=name.len()).any(|taken| stands_for(rest, &name[taken..])),
            (_, []) => false,
            (['?', rest @ ..], [_, name @ ..]) => stands_for(rest, name),
            (['[', '!', not, ']', rest @ ..], [first, name @ ..]) => not != first && stands_for(rest, name),
            (['[', one, two, ']', rest @ ..], [first, name @ ..]) => {
                (one == first || two == first) && stands_for(rest, name)
            }
            (['\\', own, rest @ ..] | [own, rest @ ..], [first, name @ ..]) => {
                own == first && stands_for(rest, name)
            }
        }
    }
}

/// All names of up to `longest` of these characters.
fn names(characters: &[&str], longest: u32) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut newest = names.clone();
    for _ in 0..longest {
        newest = newest
            .iter()
            .flat_map(|name| characters.iter().map(move |next| format!("{name}{next}")))
            .collect();
        names.extend(newest.clone());
    }
    names.retain(|name| !["", ".", ".."].contains(&name.as_str()));
    names
}

/// All paths of up to `longest` of these names, relative and absolute.
fn paths(names: &[String], longest: u32) -> Vec<String> {
    let mut paths = vec![".".to_owned()];
    let mut newest = paths.clone();
    for _ in 0..longest {
        newest =
            newest.iter().flat_map(|path| names.iter().map(move |next| format!("{path}/{next}"))).collect();
        paths.extend(newest.clone());
    }
    let absolute: Vec<String> = paths.iter().map(|path| path.replacen('.', "/", 1)).collect();
    paths.into_iter().chain(absolute).collect()
}

/// Holds both answers against the simple matcher on all `paths`, which must be enough to show every overlap.
fn agrees_with_the_simple_matcher(one: &str, two: &str, paths: &[String]) -> Result<(), TestCaseError> {
    let (Ok(first), Ok(second)) = (PathPattern::parse(one), PathPattern::parse(two)) else { return Ok(()) };
    let mut shared = None;
    for path in paths {
        let expected = (simple::matches(one, path), simple::matches(two, path));
        prop_assert_eq!(
            (first.matches(path), second.matches(path)),
            expected,
            "{} and {}: {}",
            one,
            two,
            path
        );
        shared = shared.or((expected == (true, true)).then_some(path));
    }
    prop_assert_eq!(first.overlaps(&second), shared.is_some(), "{} and {}: {:?}", one, two, shared);
    prop_assert_eq!(second.overlaps(&first), shared.is_some());
    Ok(())
}

fn name_pattern() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec!["a", "b", ".", "*", "?", "[ab]", "[.a]", "[!a]", "[!.]", r"\b"]);
    prop::collection::vec(piece, 1..=3).prop_map(|pieces| pieces.concat())
}

fn deep_pattern() -> impl Strategy<Value = String> {
    let segment = prop::sample::select(vec!["a", "b", "c", "*", "?", "**", "**", "[ab]", "[!a]", "{a,b}"]);
    let start = prop::sample::select(vec!["", "", "", "./", "/"]);
    (start, prop::collection::vec(segment, 1..=3))
        .prop_map(|(start, segments)| start.to_owned() + &segments.join("/"))
}

fn branching_pattern() -> impl Strategy<Value = String> {
    let leaf =
        prop::sample::select(vec!["a", "b", "*", "?", "/", "**", "", ".", "[!a]"]).prop_map(str::to_owned);
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..=3).prop_map(|pieces| pieces.concat()),
            prop::collection::vec(inner, 1..=3).prop_map(|choices| format!("{{{}}}", choices.join(","))),
        ]
    })
}

/// Holds a property against many values, with what is costly to make made once.
fn for_any<S: Strategy>(values: &S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let answer = TestRunner::default().run(values, property);
    assert!(answer.is_ok(), "{answer:?}");
}

#[test]
fn names_agree_with_the_simple_matcher() {
    // Two patterns of three tokens that have a name in common have one of six characters.
    let names = names(&["a", "b", "c", "."], 6);
    for_any(&(name_pattern(), name_pattern()), |(one, two)| {
        agrees_with_the_simple_matcher(&one, &two, &names)
    });
}

#[test]
fn segments_agree_with_the_simple_matcher() {
    let paths = paths(&["a", "b", "c"].map(str::to_owned), 6);
    for_any(&(deep_pattern(), deep_pattern()), |(one, two)| {
        agrees_with_the_simple_matcher(&one, &two, &paths)
    });
}

#[test]
fn alternatives_are_as_if_written_out() {
    let paths = paths(&names(&["a", "b"], 2), 3);
    for_any(&(branching_pattern(), branching_pattern()), |(one, two)| {
        let (Ok(first), Ok(second)) = (PathPattern::parse(&one), PathPattern::parse(&two)) else {
            return Ok(());
        };
        for path in &paths {
            prop_assert_eq!(first.matches(path), simple::matches(&one, path), "{} on {}", one, path);
        }
        let written_out =
            |text: &str| simple::alternatives(text).iter().map(|text| pattern(text)).collect::<Vec<_>>();
        let others = written_out(&two);
        let expected = written_out(&one).iter().any(|one| others.iter().any(|two| one.overlaps(two)));
        prop_assert_eq!(first.overlaps(&second), expected, "{} and {}", one, two);
        Ok(())
    });
}

proptest! {
    #[test]
    fn no_text_is_too_much(text in any::<String>(), signs in r"[\[\]{},*?/!^.\\a-]{0,40}", path in any::<String>()) {
        for text in [text, signs] {
            if let Ok(pattern) = PathPattern::parse(&text) {
                let _ = pattern.matches(&path);
                prop_assert!(pattern.overlaps(&pattern));
            }
        }
    }
}
