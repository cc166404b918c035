//! A source file, reduced to what the rules ask about: its first line and the paths in its code.
//!
//! This is no parser of Rust. It knows comments, literals, `#[cfg(test)]` and paths such as
//! `crate::store::{self, files::FileStore}`, and takes everything else as it comes.

use std::collections::BTreeSet;

/// One file below `src`.
pub(crate) struct Source {
    /// Its path below `src`, with slashes.
    pub(crate) name: String,
    /// Whether its first line says what lives in it.
    pub(crate) opens_with_docs: bool,
    /// Every path in its code, groups taken apart.
    pub(crate) paths: Vec<CodePath>,
    /// Modules that it declares for tests only and that live in files of their own.
    test_modules: Vec<String>,
}

/// A path in the code, such as `std::env::var` or `println!`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodePath {
    /// Its parts, `crate` and `super` among them.
    pub(crate) segments: Vec<String>,
    /// Whether it is called as a macro.
    pub(crate) is_macro: bool,
    /// The line, from 1.
    pub(crate) line: usize,
}

impl Source {
    /// Reads the file `name` that holds `text`.
    pub(crate) fn parse(name: &str, text: &str) -> Self {
        let (code, test_modules) = without_test_items(&without_comments_and_literals(text));
        Self {
            name: name.to_owned(),
            opens_with_docs: text.starts_with("//!"),
            paths: paths_of(&tokens_of(&code)),
            test_modules,
        }
    }

    /// The module that the file is: `["store", "files"]` for `store/files/mod.rs`.
    pub(crate) fn module(&self) -> Vec<String> {
        let stem = self.name.trim_end_matches(".rs");
        let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            module.pop();
        }
        module
    }

    /// The path from the root of the crate, if `path` begins at a place in this crate.
    pub(crate) fn resolve(&self, path: &CodePath) -> Option<Vec<String>> {
        let rooted = matches!(path.segments[0].as_str(), "crate" | "self" | "super");
        if !rooted || path.segments.len() < 2 {
            return None;
        }
        let mut absolute = if path.segments[0] == "crate" { Vec::new() } else { self.module() };
        for segment in &path.segments {
            match segment.as_str() {
                "crate" | "self" => {}
                "super" => drop(absolute.pop()),
                name => absolute.push(name.to_owned()),
            }
        }
        Some(absolute)
    }
}

/// Leaves out the files of modules that are declared for tests only.
pub(crate) fn without_test_modules(sources: Vec<Source>) -> Vec<Source> {
    let mut exempt = BTreeSet::new();
    for source in &sources {
        for name in &source.test_modules {
            let mut module = source.module();
            module.push(name.clone());
            exempt.insert(module);
        }
    }
    let is_exempt = |source: &Source| exempt.iter().any(|module| source.module().starts_with(module));
    sources.into_iter().filter(|source| !is_exempt(source)).collect()
}

/// `text` with blanks for every comment, string and character, lines kept.
fn without_comments_and_literals(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_word = code.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        let length = if after_word { None } else { raw_string(rest) };
        let Some(length) = length.or_else(|| comment(rest)).or_else(|| quoted(rest)) else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        let (blanked, behind) = rest.split_at(length);
        code.push(' ');
        code.extend(blanked.chars().filter(|character| *character == '\n'));
        rest = behind;
    }
    code
}

/// The length of the comment that `rest` begins with.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    Some(at)
}

/// The length of the raw string that `rest` begins with.
fn raw_string(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| rest.starts_with(prefix))?;
    let hashes = rest[prefix.len()..].bytes().take_while(|byte| *byte == b'#').count();
    let body = rest[prefix.len() + hashes..].strip_prefix('"')?;
    let closing = format!("\"{}", "#".repeat(hashes));
    let end = body.find(&closing).map_or(body.len(), |end| end + closing.len());
    Some(rest.len() - body.len() + end)
}

/// The length of the string or character that `rest` begins with. A lifetime is none.
fn quoted(rest: &str) -> Option<usize> {
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let is_lifetime = quote == '\'' && !rest[1..].starts_with('\\') && rest[1..].chars().nth(1) != Some('\'');
    if is_lifetime {
        return None;
    }
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if character == quote && !escaped {
            return Some(at + 1);
        }
        escaped = character == '\\' && !escaped;
    }
    Some(rest.len())
}

/// `code` with blanks for every item under `#[cfg(test)]`, and the names of such modules without a body.
fn without_test_items(code: &str) -> (String, Vec<String>) {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut modules = Vec::new();
    let mut rest = code;
    while let Some(start) = rest.find(MARK) {
        kept.push_str(&rest[..start]);
        let item = &rest[start + MARK.len()..];
        let length = item_length(item);
        modules.extend(module_without_body(&item[..length]));
        kept.extend(item[..length].chars().filter(|character| *character == '\n'));
        rest = &item[length..];
    }
    kept.push_str(rest);
    (kept, modules)
}

/// How far the item at the start of `code` reaches: to its semicolon or its closing brace.
fn item_length(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in code.char_indices() {
        match character {
            '{' | '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

fn module_without_body(item: &str) -> Option<String> {
    let words: Vec<&str> = item.trim_end_matches(';').split_whitespace().collect();
    match words.as_slice() {
        [.., "mod", name] if item.ends_with(';') => Some((*name).to_owned()),
        _ => None,
    }
}

/// A piece of code and its line.
type Token = (String, usize);

/// Words, `::`, and every other sign by itself.
fn tokens_of(code: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (line, text) in code.lines().enumerate() {
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(rest.len());
            let length = if word > 0 {
                word
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push((rest[..length].to_owned(), line + 1));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// Every path in `tokens`.
fn paths_of(tokens: &[Token]) -> Vec<CodePath> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = if is_word(&tokens[at].0) { tree(tokens, at, &[], &mut paths) } else { at + 1 };
    }
    paths
}

/// Reads the path, or the tree of paths, that begins at `at`; gives the place behind it.
fn tree(tokens: &[Token], mut at: usize, prefix: &[String], paths: &mut Vec<CodePath>) -> usize {
    let line = tokens[at].1;
    let mut segments = prefix.to_vec();
    let word = |at: usize| tokens.get(at).map_or("", |(word, _)| word.as_str());
    loop {
        match word(at) {
            "{" => return group(tokens, at + 1, &segments, paths),
            // `a::{self, b}` names `a` itself.
            "self" if !segments.is_empty() => {}
            "*" => segments.push("*".to_owned()),
            segment if is_word(segment) => segments.push(segment.to_owned()),
            _ => break,
        }
        at += 1;
        if word(at) != "::" {
            break;
        }
        at += 1;
    }
    let is_macro = word(at) == "!" && word(at + 1) != "=";
    if segments.len() > prefix.len() || !prefix.is_empty() {
        paths.push(CodePath { segments, is_macro, line });
    }
    at
}

/// Reads what stands between the braces of `prefix::{…}`; gives the place behind them.
fn group(tokens: &[Token], mut at: usize, prefix: &[String], paths: &mut Vec<CodePath>) -> usize {
    while let Some((word, _)) = tokens.get(at) {
        match word.as_str() {
            "}" => return at + 1,
            "as" => at += 2,
            "{" | "*" => at = tree(tokens, at, prefix, paths).max(at + 1),
            word if is_word(word) => at = tree(tokens, at, prefix, paths),
            _ => at += 1,
        }
    }
    at
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        Source::parse("a.rs", text).paths.iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn groups_are_taken_apart() {
        let text = "use crate::{\n    error::Result as R,\n    store::{self, files::{FileStore, *}},\n};";
        let expected = [
            "crate::error::Result",
            "crate::store",
            "crate::store::files::FileStore",
            "crate::store::files::*",
        ];
        assert_eq!(&paths(text)[1..], expected);
    }

    #[test]
    fn comments_and_literals_hold_no_paths() {
        let text = "// crate::a\n/* crate::b /* crate::c */ crate::d */ let f = \"crate::e \\\" crate::f\";\n\
            let r = r#\"crate::g \" crate::h\"#; let c = ['\"', '\\'', 'x']; let l: &'static str = crate::i;";
        assert_eq!(paths(text).iter().filter(|path| path.contains("::")).collect::<Vec<_>>(), ["crate::i"]);
    }

    #[test]
    fn lines_are_counted_through_comments_and_literals() {
        let source =
            Source::parse("a.rs", "//! a\n/* b\n\n*/ let c = \"d\n\";\n#[cfg(test)]\nmod tests {\n}\ne::f");
        let path = source.paths.iter().find(|path| path.segments == ["e", "f"]).unwrap();
        assert_eq!(path.line, 9);
    }

    #[test]
    fn what_only_tests_see_is_left_out() {
        let text =
            "a::b;\n#[cfg(test)]\nmod tests { fn c() { d::e(); } }\n#[cfg(test)]\nuse f::{g, h};\ni::j";
        let all = paths(text);
        let joined: Vec<_> = all.iter().filter(|path| path.contains("::")).collect();
        assert_eq!(joined, ["a::b", "i::j"]);
    }

    #[test]
    fn the_file_of_a_module_for_tests_is_left_out() {
        let sources = vec![
            Source::parse("store/mod.rs", "#[cfg(test)]\npub(crate) mod conformance;\nmod files;"),
            Source::parse("store/conformance.rs", ""),
            Source::parse("store/conformance/locks.rs", ""),
            Source::parse("store/files.rs", ""),
        ];
        let kept: Vec<String> = without_test_modules(sources).into_iter().map(|source| source.name).collect();
        assert_eq!(kept, ["store/mod.rs", "store/files.rs"]);
    }

    #[test]
    fn a_macro_is_told_from_an_unequal_sign() {
        let source = Source::parse("a.rs", "println!(\"\"); a != b; std::print!()");
        let macros: Vec<_> =
            source.paths.iter().filter(|path| path.is_macro).map(|path| path.segments.join("::")).collect();
        assert_eq!(macros, ["println", "std::print"]);
    }

    #[test]
    fn super_and_self_are_followed_from_the_file() {
        let resolve = |name: &str, text: &str| {
            let source = Source::parse(name, text);
            source.resolve(&source.paths[0]).map(|path| path.join("::"))
        };
        assert_eq!(resolve("store/files/lock.rs", "super::super::Txn").as_deref(), Some("store::Txn"));
        assert_eq!(
            resolve("store/mod.rs", "self::files::FileStore").as_deref(),
            Some("store::files::FileStore")
        );
        assert_eq!(resolve("store/mod.rs", "super::*").as_deref(), Some("*"));
        assert_eq!(resolve("a.rs", "crate::b::c").as_deref(), Some("b::c"));
        assert_eq!(resolve("a.rs", "std::env::var"), None);
    }
}
