"""Whoever applies a template may take one side of all conflicts."""

import pytest

from gitops_assets.core.templates.deciding import Side, decided
from gitops_assets.core.templates.model import Action, Content, Overlay, Plan, Template, Version
from gitops_assets.core.templates.planning import FOLDER, plan_files

BASE = {"a.txt": Content(b"one\n"), "gone.txt": Content(b"old\n"), "lost.txt": Content(b"one\n")}
NEW = {"a.txt": Content(b"two\n", executable=True), "lost.txt": Content(b"two\n")}
TREE = {"a.txt": Content(b"mine\n"), "gone.txt": Content(b"edited\n")}
VERSION = Version(tag="v2", oid="b" * 40)


def planned() -> Plan:
    files = plan_files(
        BASE, {**NEW, "in/way": Content(b"x")}, TREE, Overlay(), owned={}, blocked={"in/way": FOLDER}
    )
    template = Template(name="base", source="/t", overlay=Overlay(), versions=(VERSION,))
    return Plan(slug="team/a", template=template, version=VERSION, answers={}, tree="", files=files)


@pytest.mark.parametrize(
    ("side", "outcome"),
    [
        (
            Side.OURS,
            {
                "a.txt": (Action.KEEP, Content(b"mine\n")),
                "gone.txt": (Action.KEEP, Content(b"edited\n")),
                "lost.txt": (Action.KEEP, None),
            },
        ),
        (
            Side.THEIRS,
            {
                "a.txt": (Action.MODIFY, Content(b"two\n", executable=True)),
                "gone.txt": (Action.DELETE, None),
                "lost.txt": (Action.CREATE, Content(b"two\n")),
            },
        ),
    ],
)
def test_one_side_is_taken_as_a_whole(side: Side, outcome: dict[str, tuple[Action, Content | None]]) -> None:
    assert {each.path for each in planned().conflicts} == {*BASE, "in/way"}
    taken = {each.path: (each.action, each.after) for each in decided(planned(), side).files}
    assert taken.pop("in/way")[0] is Action.CONFLICT
    assert taken == outcome
