import pytest

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.history.authors_plausible import GATE
from tests.gates.build import only, passes
from tests.gates.history.commits import PERSON, behind, commit


@pytest.mark.parametrize(
    "person",
    [
        PERSON,
        "GitHub <noreply@github.com>",
        "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
        "old <old@0a1b-svn-uuid>",
    ],
)
def test_people_and_robots_with_an_address_pass(person: str) -> None:
    assert passes(GATE, behind(commit(author=person)))


@pytest.mark.parametrize(
    ("person", "fault"),
    [
        ("root <root@localhost>", "is that of a machine nobody can write to"),
        ("ci <ci@build-7.(none)>", "is that of a machine nobody can write to"),
        ("Ada <ada@Adas-MacBook.local>", "is that of a machine nobody can write to"),
        ("Ada <>", "is empty"),
        ("nobody", "is empty"),
        ("Your Name <you@example.com>", "is a placeholder"),
    ],
)
def test_an_address_that_reaches_nobody_is_flagged(person: str, fault: str) -> None:
    finding = only(GATE, behind(commit(author=person)))
    assert finding.message == f"Commit 0123456789 is by '{person}', whose address {fault}."
    assert finding.subject == person
    assert finding.remedy == "git -C /src/app config user.email NAME@DOMAIN"


def test_a_person_is_told_once_whatever_they_did() -> None:
    root, ada = "root <root@localhost>", "Ada <>"
    seen = behind(commit(author=root, committer=root), commit(author=ada, committer=root))
    assert [found.subject for found in evaluate(seen, GATE).findings] == [root, ada]


def test_a_name_of_a_megabyte_costs_nothing() -> None:
    assert only(GATE, behind(commit(author="<" * 1_000_000))).message.count("<") < 200
