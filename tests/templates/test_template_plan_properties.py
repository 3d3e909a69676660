"""What holds for every plan, whatever the template, the tree and the rule of its files."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.templates.model import Action, Content, FilePlan, Files, MergeKind, Overlay, Rule
from gitops_assets.core.templates.planning import plan_files

PATHS = st.sampled_from(["a", "b", "c/d"])
BODIES = st.one_of(
    st.lists(st.sampled_from(["1", "2", "# x", "", "k: 1", "k: 2", "l: 3"]), max_size=4).map(
        lambda lines: "".join(f"{line}\n" for line in lines).encode()
    ),
    st.sampled_from([b"\0", b'{"a": 1}', b'{"a": 2, "b": 1}', b"1\r\n2\r\n", b"a = 1\n"]),
)
FILES = st.dictionaries(PATHS, st.builds(Content, BODIES, st.booleans()), max_size=3)
OVERLAYS = st.builds(
    lambda kind, executable: Overlay(
        name="ci", rules=(Rule(path="*", merge=kind, executable=executable),), required_files=("b",)
    ),
    st.sampled_from(MergeKind),
    st.sampled_from([None, True, False]),
)
VALUED = frozenset({MergeKind.TEXT, MergeKind.JSON, MergeKind.YAML, MergeKind.TOML, MergeKind.LINES})


def applied(tree: Files, plans: tuple[FilePlan, ...]) -> dict[str, Content]:
    result = dict(tree)
    for plan in plans:
        if plan.action is Action.DELETE:
            del result[plan.path]
        elif plan.after is not None:
            result[plan.path] = plan.after
    return result


def bodies(files: Files) -> dict[str, bytes]:
    return {path: content.body for path, content in files.items()}


@given(st.none() | FILES, FILES, FILES, OVERLAYS)
def test_applying_twice_changes_nothing(
    base: Files | None, new: Files, tree: Files, overlay: Overlay
) -> None:
    plans = plan_files(base, new, tree, overlay, owned={})
    after = applied(tree, plans)
    clean = {plan.path for plan in plans if plan.action is not Action.CONFLICT}
    again = plan_files(new, new, after, overlay, owned={})
    assert {plan.action for plan in again if plan.path in clean} <= {Action.KEEP}


@given(st.none() | FILES, FILES, FILES, OVERLAYS)
def test_a_conflict_is_written_nowhere_and_has_a_reason(
    base: Files | None, new: Files, tree: Files, overlay: Overlay
) -> None:
    for plan in plan_files(base, new, tree, overlay, owned={}):
        assert plan.before == tree.get(plan.path)
        assert (plan.action is Action.CONFLICT) == bool(plan.why)
        assert (plan.after is None) == (plan.action in {Action.CONFLICT, Action.DELETE})


@given(FILES, FILES, OVERLAYS)
def test_an_untouched_tree_becomes_what_is_rendered(base: Files, new: Files, overlay: Overlay) -> None:
    if overlay.rules[0].merge in VALUED:
        plans = plan_files(base, new, base, overlay, owned={})
        assert bodies(applied(base, plans)) == bodies(new)


@given(FILES, FILES, OVERLAYS)
def test_an_unmoved_template_leaves_the_tree_alone(base: Files, tree: Files, overlay: Overlay) -> None:
    if overlay.rules[0].merge in VALUED:
        plans = plan_files(base, base, tree, overlay, owned={})
        left = bodies(applied(tree, plans))
        assert {path: body for path, body in left.items() if path in tree} == bodies(tree)


@given(st.none() | FILES, FILES, OVERLAYS)
def test_a_tree_that_is_the_render_stays(base: Files | None, new: Files, overlay: Overlay) -> None:
    if overlay.rules[0].merge in VALUED:
        plans = plan_files(base, new, new, overlay, owned={})
        assert {plan.action for plan in plans if plan.path in new} <= {Action.KEEP, Action.MODIFY}
        assert bodies(applied(new, plans)) == bodies(new)


@pytest.mark.timed
def test_fifty_files_are_planned_in_milliseconds() -> None:
    base, new, tree = (
        {
            f"f{nth}/{kind}": Content(text(body, nth))
            for nth in range(10)
            for kind, text in KINDS.items()
        }
        for body in ("base", "new", "ours")
    )  # fmt: skip
    overlay = Overlay(
        name="ci",
        rules=(
            Rule(path="*/json", merge=MergeKind.JSON),
            Rule(path="*/lines", merge=MergeKind.LINES),
            Rule(path="*/block", merge=MergeKind.BLOCK),
        ),
    )
    plan_files(base, new, tree, overlay, owned={})
    start = time.process_time()
    plans = plan_files(base, new, tree, overlay, owned={})
    assert time.process_time() - start < 0.2
    assert {plan.action for plan in plans} <= {Action.MODIFY, Action.KEEP}


def _text(who: str, nth: int) -> bytes:
    lines = [f"line {each} of {nth}" for each in range(100)]
    at = {"base": None, "new": 10, "ours": 90}[who]
    if at is not None:
        lines[at] = who
    return "\n".join(lines).encode() + b"\n"


def _json(who: str, nth: int) -> bytes:
    return f'{{\n  "name": "{nth}",\n  "{who}": 1,\n  "last": 2\n}}\n'.encode()


def _block(who: str, nth: int) -> bytes:
    inside = f"{'new' if who == 'new' else 'base'} {nth}\n"
    return (f"mine\n# >>> ci\n{inside}# <<< ci\n" if who == "ours" else inside).encode()


KINDS = {"text": _text, "json": _json, "lines": _text, "block": _block, "more": _text}
