from gitops_assets.core.templates.model import Content, Files
from gitops_assets.core.templates.promotion import DELETED, FEWEST, Promotion, promotions


def files(**texts: str) -> Files:
    return {path: Content(text.encode()) for path, text in texts.items()}


def fleet(base: str, *trees: str | None) -> list[tuple[str, Files, Files]]:
    return [
        (f"acme/r{nth}", files(ci=base), {} if tree is None else files(ci=tree))
        for nth, tree in enumerate(trees)
    ]


def test_an_edit_that_most_made_is_told_with_those_who_made_it() -> None:
    (only,) = promotions(
        fleet("a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\nmore\n", "x\na\nB\nc\n", "a\nb\nc\n", "a\nb\nc\n")
    )
    assert only == Promotion(path="ci", hunk="-b\n+B\n", repositories=("acme/r0", "acme/r1", "acme/r2"), of=5)
    assert only.sentence == "60 % of repositories (3 of 5) made this edit of 'ci': promote it."


def test_fewer_are_told_where_fewer_are_asked_for() -> None:
    trees = fleet("a\nb\n", "a\n", "a\n", "a\nb\n", "a\nb\n")
    assert not promotions(trees)
    assert [each.hunk for each in promotions(trees, percent=50)] == ["-b\n"]


def test_one_repository_is_no_majority() -> None:
    assert FEWEST > 1
    assert not promotions(fleet("a\n", "b\n"))


def test_renders_may_differ_by_their_answers() -> None:
    one, two = (
        ("acme/a", files(ci="name: a\nx\n"), files(ci="name: a\ny\n")),
        ("acme/b", files(ci="name: b\nx\n"), files(ci="name: b\ny\n")),
    )
    assert [each.hunk for each in promotions([one, two])] == ["-x\n+y\n"]


def test_only_those_that_have_the_file_are_counted() -> None:
    others = [(f"acme/o{nth}", files(other="x\n"), files(other="x\n")) for nth in range(9)]
    (only,) = promotions([*fleet("a\n", "b\n", "b\n"), *others])
    assert only.of == 2


def test_a_file_that_most_deleted_is_told_too() -> None:
    assert [each.hunk for each in promotions(fleet("a\n", None, None, "a\n"))] == [DELETED]


def test_line_ends_are_no_edit_and_binary_files_have_none() -> None:
    assert not promotions(fleet("a\nb\n", "a\r\nb\r\n", "a\r\nb\r\n"))
    assert not promotions(fleet("\0", "\0\1", "\0\1"))


def test_the_order_of_repositories_says_nothing() -> None:
    trees = fleet("a\nb\nc\n", "A\nb\nC\n", "A\nb\nC\n", "A\nb\nc\n")
    assert promotions(trees) == promotions(trees[::-1])


def test_what_is_shown_moves_no_cursor() -> None:
    (only,) = promotions(fleet("a\n", "\x1b[2J\n", "\x1b[2J\n"))
    assert "\x1b" not in only.hunk
