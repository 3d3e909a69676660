from gitops_assets.core.templates.diffing import diff
from gitops_assets.core.templates.model import Action, Content, FilePlan


def shown(before: Content | None, after: Content | None, action: Action = Action.MODIFY) -> str:
    return diff(FilePlan(path="a.txt", action=action, before=before, after=after))


def test_a_change_is_a_unified_diff() -> None:
    assert shown(Content(b"1\n2\n"), Content(b"1\n3")) == (
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n\\ No newline at end of file\n"
    )


def test_files_that_come_and_go_have_one_side() -> None:
    assert shown(None, Content(b"1\n"), Action.CREATE).startswith("--- /dev/null\n+++ b/a.txt\n")
    assert shown(Content(b"1\n"), None, Action.DELETE).startswith("--- a/a.txt\n+++ /dev/null\n")


def test_a_mode_is_told() -> None:
    assert shown(Content(b"1"), Content(b"1", executable=True)) == "old mode 100644\nnew mode 100755\n"
    assert shown(None, Content(b"x", link=True), Action.CREATE).startswith("new file mode 120000\n")


def test_binary_files_take_one_line() -> None:
    assert shown(Content(b"\0"), Content(b"\0\1")).count("\n") == 1


def test_what_is_kept_or_undecided_has_no_diff() -> None:
    assert not shown(Content(b"1"), Content(b"1"), Action.KEEP)
    assert not shown(Content(b"1"), None, Action.CONFLICT)
