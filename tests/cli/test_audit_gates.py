"""What an audit tells of gates over files, from the commit to the report."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import resources.auditing
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding, Gate, Need
from gitops_assets.core.gates.selection import GateSet
from gitops_assets.core.model import RepositoryState
from gitops_assets.core.tree import FILE_LIMIT
from resources.home import find_home
from resources.store.store import Store
from tests.cli.command_line import Done, gitops
from tests.gates.made import BAD, CRASHING, ODD
from tests.repositories import commit, git

pytestmark = pytest.mark.usefixtures("quickly")


def ask(patch: pytest.MonkeyPatch, *gates: Gate) -> None:
    """Audits ask these gates and no others."""
    patch.setattr(resources.auditing, "gates_of", lambda *_: GateSet(gates))


@pytest.fixture(autouse=True)
def gates(monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, BAD, ODD)


def audited(fleet: Path, *options: str) -> Done:
    done = gitops("audit", fleet, "--json", *options)
    assert done.code == 0, done.err
    return done


def scores(done: Done) -> dict[str, float]:
    return {each["slug"]: each["score"] for each in done.document["repositories"]}


def moves(done: Done) -> list[tuple[str, str, str, str, str]]:
    return [
        (each["slug"], each["subject"], each["before"], each["after"], each["cause"])
        for each in done.document["changes"]
        if each["kind"] == "score-moved"
    ]


def test_findings_scores_and_tallies_are_in_the_report(fleet: Path) -> None:
    commit(fleet / "api", a="bad\n")
    done = audited(fleet)
    (found,) = done.document["findings"]
    assert (found["gate"], found["slug"], found["path"], found["line"]) == ("no-bad", "api", "a", 1)
    assert scores(done) == {"api": 25.0, "web": 100.0}
    quality = done.document["quality"]
    assert (quality["score"], quality["coverage"], quality["advisories"]) == (62.5, 1, None)
    tally = quality["gates"][0]
    assert (tally["gate"], tally["pass"], tally["fail"], tally["pass_rate"]) == ("no-bad", 1, 1, 0.5)
    assert quality["slowest"]["gate"] in {"no-bad", "no-odd"}


def test_a_commit_that_was_judged_is_not_judged_again(fleet: Path) -> None:
    audited(fleet)
    commit(fleet / "web", a="odd\n")
    again = audited(fleet)
    tallies = {each["gate"]: each["milliseconds"] for each in again.document["quality"]["gates"]}
    assert all(value is not None for value in tallies.values())
    third = audited(fleet)
    assert all(each["milliseconds"] is None for each in third.document["quality"]["gates"])
    assert third.document["quality"]["slowest"] is None
    assert scores(third) == scores(again) == {"api": 100.0, "web": 75.0}
    assert [each["gate"] for each in third.document["findings"]] == ["no-odd"]
    assert third.document["findings"][0]["status"] == "existing"


def test_a_repository_of_which_nobody_told_a_state_is_left_alone(
    fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audited(fleet)
    states = Store.states

    def without_api(
        store: Store, slugs: Collection[str] | None = None, audit: int | None = None
    ) -> dict[str, RepositoryState]:
        found = states(store, slugs, audit)
        return {slug: each for slug, each in found.items() if audit is not None or slug != "api"}

    monkeypatch.setattr(Store, "states", without_api)
    commit(fleet / "web", a="bad\n")
    assert [each["slug"] for each in audited(fleet).document["findings"]] == ["web"]


def test_a_score_that_moves_says_why_and_its_parts_add_up(fleet: Path) -> None:
    audited(fleet)
    commit(fleet / "api", a="bad\nodd\n")
    done = audited(fleet)
    assert moves(done) == [("api", "no-bad, no-odd", "100.0", "0.0", "code")]
    assert len(done.document["quality"]["trend"]) == 2


def test_a_new_rule_is_no_change_of_the_repository(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, ODD)
    commit(fleet / "api", a="bad\n")
    audited(fleet)
    ask(monkeypatch, BAD, ODD)
    monkeypatch.setattr(resources.auditing, "GATES", (BAD, ODD))
    assert moves(audited(fleet)) == [("api", "no-bad", "100.0", "25.0", "rule")]


def test_a_gate_that_is_asked_no_more_leaves_nothing_behind(
    fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(fleet / "api", a="bad\n")
    audited(fleet)
    ask(monkeypatch, ODD)
    done = audited(fleet)
    assert [each["status"] for each in done.document["findings"]] == ["fixed"]
    assert scores(done)["api"] == 100.0


def test_what_is_unknown_never_lowers_a_score(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, BAD, CRASHING)
    done = audited(fleet)
    assert scores(done) == {"api": 100.0, "web": 100.0}
    assert done.document["quality"]["coverage"] == 0.6
    assert "never-answers: RuntimeError: boom" in done.document["repositories"][0]["unknown"]


def test_findings_in_files_that_could_not_be_read_stay_open_and_nothing_is_told_as_fixed(fleet: Path) -> None:
    commit(fleet / "api", a="bad\n", b="bad\n", c="bad\n")
    audited(fleet)
    too_large = "bad\n" + "good\n" * (FILE_LIMIT // 5 + 1)
    commit(fleet / "api", a="bad\nbad\n", b=too_large, c="good\n")
    done = audited(fleet)
    told = {(each["path"], each["line"]): each["status"] for each in done.document["findings"]}
    assert told == {("a", 1): "existing", ("a", 2): "new", ("b", 1): "existing", ("c", 1): "fixed"}
    api = next(each for each in done.document["repositories"] if each["slug"] == "api")
    assert api["findings"] == 3
    assert api["unknown"][0].startswith("2 gates: not every file could be read: b has 8,388,6")
    fixed = [each for each in done.document["changes"] if each["kind"] == "finding-fixed"]
    assert [(each["subject"], each["cause"]) for each in fixed] == [("no-bad", "code")]


def test_the_last_finding_of_the_files_that_can_be_read_is_fixed_by_code(fleet: Path) -> None:
    too_large = "bad\n" + "good\n" * (FILE_LIMIT // 5 + 1)
    commit(fleet / "api", a="bad\n", b=too_large)
    audited(fleet)
    commit(fleet / "api", a="good\n")
    done = audited(fleet)
    assert [each["status"] for each in done.document["findings"]] == ["fixed"]
    (fixed,) = [each for each in done.document["changes"] if each["kind"] == "finding-fixed"]
    assert fixed["cause"] == "code"


def test_a_waiver_in_a_file_excuses_until_its_day_and_is_then_looked_at_again(
    fleet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "gitops-assets: allow no-bad — it is shown to somebody (until 2027-01-31)"
    commit(fleet / "api", a=f"bad # {note}\n")
    done = audited(fleet)
    assert done.document["findings"] == []
    assert "1 finding waived" in done.document["repositories"][0]["exempt"][0]
    later = 1_801_612_800  # 2027-02-03
    monkeypatch.setattr(resources.auditing, "time", SimpleNamespace(time=lambda: later))
    assert [each["gate"] for each in audited(fleet).document["findings"]] == ["no-bad"]


def test_a_tag_is_news_of_a_commit_that_was_judged(fleet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(facts: Facts) -> Iterator[Finding]:
        if facts.past.release is None:
            yield Finding(message="Nothing is tagged.", path=".", remedy="git tag 1.0")

    ask(monkeypatch, replace(BAD, find=find, needs=BAD.needs | {Need.HISTORY}))
    assert [each["slug"] for each in audited(fleet).document["findings"]] == ["api", "web"]
    git(fleet / "api", "tag", "1.0")
    found = audited(fleet).document["findings"]
    assert {each["slug"]: each["status"] for each in found} == {"api": "fixed", "web": "existing"}


def test_which_gates_an_audit_asked_stays_known(fleet: Path) -> None:
    audited(fleet)
    with Store.open(find_home().store_url) as store:
        asked = store.gates.asked(1)
    assert [(gate.id, gate.weight, gate.required) for gate in asked] == [
        ("no-bad", 7.5, True),
        ("no-odd", 2.5, False),
    ]


def test_a_part_can_be_left_out_and_what_is_known_of_it_stays(fleet: Path) -> None:
    commit(fleet / "api", a="bad\n")
    audited(fleet)
    commit(fleet / "api", a="good\n")
    done = audited(fleet, "--skip", "gates", "--skip", "dependencies")
    assert [(each["gate"], each["status"]) for each in done.document["findings"]] == [("no-bad", "existing")]
    assert audited(fleet).document["findings"][0]["status"] == "fixed"


def test_a_first_audit_of_state_alone_is_complete(fleet: Path) -> None:
    done = audited(fleet, "--skip", "gates", "--skip", "dependencies")
    assert {each["slug"] for each in done.document["repositories"]} == {"api", "web"}
    assert done.document["findings"] == []
