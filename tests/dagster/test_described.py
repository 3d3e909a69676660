"""What a person sees of an asset in the UI."""

import dagster as dg

from gitops_assets.assets.describe import (
    INLINE,
    Metadata,
    digest,
    of_changes,
    of_inventory,
    of_repository,
    of_states,
    pages,
    table,
)
from gitops_assets.core.gates.model import Judgement
from gitops_assets.core.model import (
    Cause,
    Change,
    FindingRecord,
    FindingStatus,
    Inventory,
    InventoryEntry,
    RepositoryState,
    Severity,
    State,
)


def state(slug: str = "a/one", *states: State, branch: str | None = "main") -> RepositoryState:
    return RepositoryState(slug=slug, path=f"/src/{slug}", states=states or (State.CLEAN,), branch=branch)


def finding(severity: Severity, message: str) -> FindingRecord:
    return FindingRecord(
        gate="work-committed",
        slug="a/one",
        severity=severity,
        message=message,
        path=".",
        line=1,
        remedy=f"mend {message}",
        fingerprint=message,
        status=FindingStatus.NEW,
        opened_at=1,
        verified_at=1,
    )


def text(value: dg.MetadataValue) -> str:
    return str(value.value)


def shown(metadata: Metadata) -> dict[str, object]:
    return {label: value.value for label, value in metadata.items()}


def test_a_short_table_is_shown_whole() -> None:
    assert text(table(("state", "repositories"), [("dirty", 2)])) == (
        "| state | repositories |\n| --- | --- |\n| dirty | 2 |"
    )


def test_a_long_table_stays_short_enough_to_be_shown_and_says_what_it_left_out() -> None:
    found = text(table(("repository",), [(f"team/service-{number:04}",) for number in range(1_000)]))
    rows = found.count("team/service")
    assert len(found) < INLINE
    assert found.endswith(f"\n\n… and {1_000 - rows:,} more.")
    assert rows > 20


def test_a_table_of_nothing_says_so() -> None:
    assert text(table(("repository",), [])) == "none"


def test_a_cell_cannot_end_its_row_or_load_a_picture() -> None:
    row = text(table(("name",), [("a|b\n![x](http://evil.example/x)<img>" + "y" * 90,)])).splitlines()[-1]
    assert row.count(" | ") == 0
    assert "!\\[x\\]" in row
    assert "<" not in row
    assert row.endswith("… |")


def test_a_partition_tells_its_worst_finding_and_what_to_do() -> None:
    judged = Judgement("a/one", (), (finding(Severity.LOW, "old"), finding(Severity.HIGH, "broken")))
    assert shown(of_repository(state("a/one", State.DIRTY, State.STALE), judged)) == {
        "states": "dirty, stale",
        "branch": "main",
        "worst finding": "high: broken",
        "what to do": "mend broken",
        "open findings": 2,
        "folder": "/src/a/one",
    }


def test_a_name_that_is_no_text_can_still_be_shown() -> None:
    assert of_repository(state(branch="b\udcff"), Judgement("a/one", (), ()))["branch"].value == "b\\xff"


def test_what_changed_gets_its_page_first() -> None:
    states = [state(f"a/{number}") for number in range(2_001)]
    judged = [Judgement(each.slug, (), ()) for each in states]
    described = pages(states, judged, {"a/2000"})
    assert len(described) == 2_000
    assert next(iter(described)) == "a/2000"
    assert "a/1999" not in described


def test_a_run_tells_how_many_it_saw_and_the_most_urgent_ones() -> None:
    seen = [state("a/clean"), state("a/dirty", State.DIRTY), state("a/broken", State.CONFLICTED, State.DIRTY)]
    told = of_states(seen, ["a/dirty"])
    assert told["repositories looked at"].value == 3
    assert told["changed since they were last looked at"].value == 1
    assert "| dirty | 2 |" in text(told["states"])
    assert [line.split()[1] for line in text(told["most urgent"]).splitlines()[2:]] == ["a/broken", "a/dirty"]


def test_an_inventory_tells_who_lists_how_many_and_who_was_silent() -> None:
    entries = (InventoryEntry(slug="a/one", source="list"), InventoryEntry(slug="a/two", source="list"))
    told = of_inventory(Inventory(entries, configured=True, unknown="github: 403"))
    assert (told["repositories"].value, told["unknown"].value) == (2, "github: 403")
    assert "| list | 2 |" in text(told["sources"])
    assert list(of_inventory(Inventory())) == ["inventory"]


def test_changes_are_counted_by_cause() -> None:
    moved = Change(slug="a/one", kind="head-moved", subject="", before="1", after="2", cause=Cause.CODE)
    told = of_changes([moved, moved])
    assert told["changes"].value == 2
    assert "| code | 2 |" in text(told["by cause"])
    assert "1 → 2" in text(told["list"])


def test_a_state_that_was_gained_is_named_once() -> None:
    gained = Change(
        slug="a/one", kind="state-gained", subject="dirty", before=None, after="dirty", cause=Cause.CODE
    )
    assert text(of_changes([gained])["list"]).splitlines()[-1] == "| a/one | state-gained | dirty | code |"


def test_a_digest_moves_when_a_part_does_and_only_then() -> None:
    assert digest([state()]) == digest([state()])
    assert digest([state()]) != digest([state(branch="other")])
