import pytest

from gitops_assets.core.gates.scanning import Hit, Hits, Scanner
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.tree import Mode
from tests.gates.trees import MemoryTree, tree


def words(body: bytes) -> list[Hit]:
    return [Hit(number, "bad") for number, line in enumerate(body.splitlines(), 1) if b"bad" in line]


BAD = Scanner("bad-words", 1, words)


def test_patterns_take_any_case_and_cross_folders() -> None:
    facts = TreeFacts(tree({"README.md": "", "docs/readme.MD": "", "main.py": ""}))
    assert facts.matching("*readme.md") == ("README.md", "docs/readme.MD")
    assert facts.at_root("readme*") == ("README.md",)
    assert facts.folders == {"docs"}
    assert "main.py" in facts
    assert "docs" not in facts


def test_a_file_is_text_without_its_mark_and_knows_its_lines() -> None:
    file = TreeFacts(tree({"a": b"\xef\xbb\xbfone\ntwo\xff\n"})).text("a")
    assert file.text == "one\ntwo�\n"
    assert file.line_of(file.text.index("two")) == 2


@pytest.mark.parametrize(
    ("path", "why"),
    [("gone", "gone is not in the tree"), ("broken", "broken is damaged"), ("bin", "bin is binary")],
)
def test_what_cannot_be_read_is_not_known(path: str, why: str) -> None:
    facts = TreeFacts(tree({"broken": "x", "bin": b"\0"}, damaged={"broken": "is damaged"}))
    with pytest.raises(NotKnown, match=why):
        facts.text(path)


def test_texts_leave_binaries_and_links_out_and_end_with_what_could_not_be_read() -> None:
    files = tree({"a": "a", "b": b"\0", "c": "target", "d": "d"}, links=["c"], damaged={"d": "is damaged"})
    facts = TreeFacts(files)
    with pytest.raises(NotKnown, match="not every file could be read: d is damaged"):
        list(facts.texts(facts.paths))
    assert [file.path for file in facts.texts(["a", "b", "c"])] == ["a"]
    assert facts.mode("c") is Mode.LINK


def test_a_content_is_scanned_once_for_all_files_and_trees_that_have_it() -> None:
    memo: dict[str, Hits] = {}
    read: list[bytes] = []

    def scan(body: bytes) -> list[Hit]:
        read.append(body)
        return words(body)

    scanner = Scanner("bad-words", 1, scan)
    for _ in range(2):
        facts = TreeFacts(tree({"a": "bad", "b": "bad", "c": "good"}), scanners=[scanner], memo=memo)
        assert [path for path, _ in facts.hits(scanner)] == ["a", "b"]
    assert sorted(read) == [b"bad", b"good"]


def test_no_hit_is_lost_where_another_tree_empties_the_memory() -> None:
    class Forgetful(dict[str, Hits]):
        def __setitem__(self, oid: str, hits: Hits) -> None:
            self.clear()
            super().__setitem__(oid, hits)

    files = {"a": "bad one", "b": "bad two", "c": "good", "d": "bad one"}
    facts = TreeFacts(tree(files), scanners=[BAD], memo=Forgetful())
    assert [path for path, _ in facts.hits(BAD)] == ["a", "b", "d"]


def test_only_hits_in_changed_files_are_told() -> None:
    facts = TreeFacts(tree({"a": "bad", "b": "bad"}), scanners=[BAD], changed=frozenset({"b"}))
    assert [path for path, _ in facts.hits(BAD)] == ["b"]


def test_a_file_that_cannot_be_scanned_is_no_clean_one() -> None:
    facts = TreeFacts(tree({"a": "bad", "b": "x"}, damaged={"b": "is damaged"}), scanners=[BAD])
    hits = facts.hits(BAD)
    assert next(hits)[0] == "a"
    with pytest.raises(NotKnown, match="b is damaged"):
        next(hits)


def test_what_several_gates_derive_is_worked_out_once() -> None:
    calls: list[MemoryTree] = []
    held = tree({"a": ""})

    def count(facts: TreeFacts) -> int:
        calls.append(held)
        return len(facts.paths)

    facts = TreeFacts(held)
    assert facts.once(count) == facts.once(count) == 1
    assert len(calls) == 1


def test_where_only_changes_matter_sizes_are_of_those() -> None:
    made = tree({"a": b"1", "b": b"22", "c": b"333"})
    assert TreeFacts(made).sizes == {"a": 1, "b": 2, "c": 3}
    assert TreeFacts(made, changed=frozenset({"b", "gone"})).sizes == {"b": 2}
