//! Built without HTTP: what calls servers says so, and everything else works.

use crate::support::Board;

#[test]
fn what_calls_servers_says_so_and_the_rest_works() {
    let board = Board::new().with("ANTHROPIC_API_KEY", "sk-ant-1");
    board.ok(&["add", "feature", "Build it"]);
    let said = |arguments: &[&str], code| board.run(arguments).fails_with(code).err();
    let without = "this coord was built without HTTP";
    assert!(said(&["webhook", "add", "https://example.com"], 1).contains(without));
    let ask = ["claude-analyze-priorities", "--provider", "api"];
    assert!(said(&[&ask[..], &["--no-fallback"]].concat(), 20).contains(without));
    assert_eq!(board.ok(&[&ask[..], &["--json"]].concat()).json()["data"]["source"], "computed");
}
