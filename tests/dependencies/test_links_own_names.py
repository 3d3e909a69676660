from dataclasses import replace

from gitops_assets.core.dependencies.links.own_names import LINKER
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Publication

OFFER = Publication(kind=Kind.API, ecosystem="proto-file", name="a.proto", path="proto/a.proto", line=1)
CALL = Dependency(
    kind=Kind.API,
    ecosystem="proto-file",
    name="a.proto",
    path="b.proto",
    line=3,
    confidence=Confidence.INFERRED,
)


def test_a_guessed_need_that_the_tree_meets_itself_stays_in_it() -> None:
    assert LINKER.link((OFFER, CALL)) == (OFFER, replace(CALL, local="proto/a.proto"))


def test_other_names_and_declared_needs_stay_as_they_are() -> None:
    rows = (OFFER, replace(CALL, name="c.proto"), replace(CALL, confidence=Confidence.DECLARED))
    assert LINKER.link(rows) == rows
