from gitops_assets.core.templates.model import Action, Content, FilePlan, Files, MergeKind, Overlay, Rule
from gitops_assets.core.templates.planning import FOLDER, asked_paths, plan_files


def files(**texts: str) -> dict[str, Content]:
    return {path: Content(text.encode()) for path, text in texts.items()}


def rules(kind: MergeKind, **more: bool) -> Overlay:
    return Overlay(name="ci", rules=(Rule(path="*", merge=kind, executable=more.get("executable")),))


def plan(
    base: Files | None, new: Files, tree: Files, overlay: Overlay | None = None, **more: str
) -> tuple[FilePlan, ...]:
    return plan_files(base, new, tree, overlay or Overlay(), owned=more)


def actions(plans: tuple[FilePlan, ...]) -> dict[str, str]:
    return {each.path: each.action.value for each in plans}


def after(plans: tuple[FilePlan, ...]) -> dict[str, bytes]:
    return {each.path: each.after.body for each in plans if each.after}


def test_a_first_application_creates_what_is_missing_and_asks_about_what_is_there() -> None:
    plans = plan(None, files(a="1\n", b="1\n", c="1\n"), files(b="1\n", c="2\n"))
    assert actions(plans) == {"a": "create", "b": "keep", "c": "conflict"}
    assert (plans[2].ours, plans[2].theirs) == ("2\n", "1\n")
    assert plans[2].after is None


def test_what_one_side_changed_is_taken() -> None:
    plans = plan(files(a="1\n", b="1\n"), files(a="2\n", b="1\n"), files(a="1\n", b="3\n"))
    assert actions(plans) == {"a": "modify", "b": "keep"}
    assert after(plans) == {"a": b"2\n", "b": b"3\n"}


def test_changes_of_both_sides_at_different_lines_come_together() -> None:
    plans = plan(files(a="1\n2\n3\n"), files(a="0\n2\n3\n"), files(a="1\n2\n4\n"))
    assert after(plans) == {"a": b"0\n2\n4\n"}


def test_changes_at_one_line_are_a_conflict_with_both_sides() -> None:
    (only,) = plan(files(a="1\n2\n3\n"), files(a="1\nx\n3\n"), files(a="1\ny\n3\n"))
    assert only.action is Action.CONFLICT
    assert (only.why, only.ours, only.theirs) == ("both sides changed line 2", "y", "x")


def test_what_the_template_dropped_goes_unless_it_was_edited() -> None:
    plans = plan(files(a="1\n", b="1\n", c="1\n"), {}, files(a="1\n", b="2\n"))
    assert actions(plans) == {"a": "delete", "b": "conflict"}
    assert plans[0].after is None


def test_what_was_deleted_stays_deleted_unless_the_template_moved_or_needs_it() -> None:
    base = files(a="1\n", b="1\n", c="1\n")
    new = files(a="1\n", b="2\n", c="1\n")
    assert actions(plan(base, new, {}, Overlay(required_files=("c",)))) == {"b": "conflict", "c": "create"}
    restored = plan_files(base, new, {}, Overlay(), owned={}, restore=True)
    assert actions(restored) == {"a": "create", "b": "create", "c": "create"}


def test_once_is_written_once() -> None:
    overlay = rules(MergeKind.ONCE)
    assert actions(plan(None, files(a="1\n", b="1\n"), files(b="2\n"), overlay)) == {
        "a": "create",
        "b": "keep",
    }
    assert actions(plan(files(a="1\n", b="1\n"), files(a="9\n", b="9\n"), files(b="1\n"), overlay)) == {
        "b": "keep"
    }
    assert actions(plan(files(a="1\n"), {}, files(a="1\n"), overlay)) == {"a": "keep"}


def test_whole_is_the_templates_whatever_was_edited() -> None:
    overlay = rules(MergeKind.WHOLE)
    plans = plan(files(a="1\n", b="1\n"), files(a="1\n", b="1\n"), files(a="2\n"), overlay)
    assert actions(plans) == {"a": "modify", "b": "create"}
    assert actions(plan(files(a="1\n", b="1\n"), {}, files(a="1\n", b="2\n"), overlay)) == {
        "a": "delete",
        "b": "conflict",
    }


def test_modes_merge_like_contents() -> None:
    run, plain = Content(b"x", executable=True), Content(b"x")
    assert actions(plan({"a": plain}, {"a": run}, {"a": plain})) == {"a": "modify"}
    assert actions(plan({"a": plain}, {"a": plain}, {"a": run})) == {"a": "keep"}
    assert actions(plan(None, {"a": run}, {"a": plain})) == {"a": "modify"}
    (forced,) = plan({"a": plain}, {"a": plain}, {"a": plain}, rules(MergeKind.TEXT, executable=True))
    assert forced.after == run


def test_a_binary_file_is_taken_or_left_as_a_whole() -> None:
    base, new, ours = ({"a": Content(body)} for body in (b"\0a", b"\0b", b"\0c"))
    assert after(plan(base, new, base)) == {"a": b"\0b"}
    (clash,) = plan(base, new, ours)
    assert "binary" in clash.why
    assert clash.ours == "(binary, 2 bytes)"


def test_links_are_taken_or_left_as_a_whole() -> None:
    one, two, text = Content(b"x", link=True), Content(b"y", link=True), Content(b"x")
    assert actions(plan(None, {"a": one}, {})) == {"a": "create"}
    assert actions(plan({"a": one}, {"a": two}, {"a": one})) == {"a": "modify"}
    assert actions(plan({"a": one}, {"a": two}, {"a": text})) == {"a": "conflict"}
    assert actions(plan({"a": one}, {"a": one}, {"a": text})) == {"a": "keep"}


def test_a_path_that_is_no_file_is_a_conflict() -> None:
    new = {"a/b": Content(b"1"), "c": Content(b"1"), "d/e/f": Content(b"1"), "g/h": Content(b"1")}
    tree = {"a": Content(b"there", link=True)}
    blocked = {"c": FOLDER, "d": FOLDER, "g": "a submodule"}
    plans = plan_files(None, new, tree, Overlay(), owned={}, blocked=blocked)
    assert {each.path: each.why for each in plans} == {
        "a/b": "'a' is a file, not a folder",
        "c": "it is a folder in the repository",
        "d/e/f": "",
        "g/h": "'g' is a submodule",
    }
    assert asked_paths(new, None) == ("a", "a/b", "c", "d", "d/e", "d/e/f", "g", "g/h")


def test_nothing_is_written_outside_the_repository() -> None:
    new = {
        "../a": Content(b"1"),
        ".git/hooks/post-checkout": Content(b"1"),
        "a/../../b": Content(b"1"),
        "/etc/x": Content(b"1"),
        "link": Content(b"../x", link=True),
        "l/absolute": Content(b"/etc/passwd", link=True),
        "l/within": Content(b"../docs/x", link=True),
        "l/git": Content(b"../.git/config", link=True),
    }
    found = actions(plan(None, new, {}))
    assert {path for path, action in found.items() if action == "create"} == {"l/within"}


def test_a_path_of_another_template_is_a_conflict_unless_the_kind_of_merge_shares() -> None:
    (clash,) = plan(None, files(a="1\n"), {}, None, a="other")
    assert clash.why == "the template 'other' has this file too"
    assert actions(plan(None, files(a="1\n"), {}, rules(MergeKind.ONCE), a="other")) == {"a": "create"}
