"""Two audits compared by what each knew, whatever lies between them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_assets.core.changes import Kind
from gitops_assets.core.comparison import CLOSED, OPENED, SECTIONS, Comparison, comparison_document, tenths
from gitops_assets.core.compliance.record import AskedGate, ScoreRecord
from gitops_assets.core.compliance.score import Score
from gitops_assets.core.gates.model import Category, Judgement, fingerprint
from gitops_assets.core.model import Cause, FindingStatus, Outcome, Severity
from resources.comparing import comparison_of
from resources.reporting import report_of
from resources.store.model import Location
from resources.store.store import Store
from tests.store.audited import ROOTS, begin, finding, finish, judgement, state

SLUGS = ("a/one", "a/two")
GATES = ("readme-present", "work-committed")
ASKED = tuple(
    AskedGate(
        id=gate,
        title=gate,
        doc="",
        remedy="Mend it.",
        category=Category.STATE,
        severity=Severity.MEDIUM,
        weight=5.0,
        required=True,
        version=1,
    )
    for gate in GATES
)
Failing = Mapping[str, Sequence[str]]


def audited(store: Store, failing: Failing, *, head: str = "1") -> int:
    """A complete audit in which these gates of these repositories fail."""
    audit = begin(store)
    at = audit * 100
    store.record_repositories(
        audit, at, [Location(slug, f"/src/{slug}".encode(), ROOTS[0].encode()) for slug in SLUGS]
    )
    store.record_states(audit, at, [state(slug, head=head * 40) for slug in SLUGS])
    store.record_judgements(audit, at, [_judged(slug, failing.get(slug, ())) for slug in SLUGS])
    store.gates.record_asked(audit, ASKED)
    scores = [ScoreRecord(slug, Score(100.0 - 50 * len(failing.get(slug, ())), 1.0)) for slug in SLUGS]
    store.gates.record_scores(audit, at, scores)
    return finish(store, audit)


def _judged(slug: str, failing: Sequence[str]) -> Judgement:
    outcomes = {gate: Outcome.FAIL if gate in failing else Outcome.PASS for gate in GATES}
    found = [finding(slug, gate, fingerprint=fingerprint(slug, gate, "")) for gate in failing]
    return judgement(slug, outcomes, *found)


def assert_adds_up(told: Comparison) -> None:
    opened_less_closed = sum(opened - closed for opened, closed in told.findings_by_cause().values())
    assert told.after.findings - told.before.findings == opened_less_closed
    assert sum(len(told.section(name)) for name in SECTIONS) == len(told.changes)
    assert abs(told.score.delta - sum(told.score.causes.values()) - told.score.composition) < 1e-9


def test_every_kind_of_change_is_told_in_exactly_one_section() -> None:
    listed = [kind for kinds in SECTIONS.values() for kind in kinds]
    assert sorted(listed) == sorted(Kind)
    assert not OPENED & CLOSED


def test_a_gap_in_the_history_changes_nothing(store: Store) -> None:
    first = audited(store, {"a/one": GATES})
    broken = begin(store)
    store.finish_audit(broken, status="failed", at=broken * 100)
    begin(store)  # killed: it still says that it is running
    last = audited(store, {"a/two": GATES[:1]}, head="2")
    told = comparison_of(store, last, first)
    assert_adds_up(told)
    assert [len(told.section(name)) for name in ("new", "fixed", "reopened")] == [1, 2, 0]
    assert told.findings_by_cause() == {Cause.CODE: (1, 2)}
    assert told.repositories() == {"a/one": 100.0, "a/two": -50.0}
    assert (told.score.before, told.score.after) == (50.0, 75.0)
    assert comparison_document(told)["since"] == {"id": first, "finished": "1970-01-01T00:02:30Z"}


def test_the_words_of_findings_are_against_the_chosen_audit(store: Store) -> None:
    first = audited(store, {"a/one": GATES[:1]})
    audited(store, {})
    last = audited(store, {"a/one": GATES}, head="2")
    usual = {each.gate: each.status for each in report_of(store, last).findings}
    assert usual == {GATES[0]: FindingStatus.REOPENED, GATES[1]: FindingStatus.NEW}
    chosen = report_of(store, last, since=first)
    assert {each.gate: each.status for each in chosen.findings} == {
        GATES[0]: FindingStatus.EXISTING,
        GATES[1]: FindingStatus.NEW,
    }
    kinds = [change.kind for change in chosen.changes]
    assert kinds.count(Kind.FINDING_NEW) == 1
    assert Kind.FINDING_REOPENED not in kinds
    assert [change.after for change in chosen.changes if change.kind == Kind.SCORE_MOVED] == ["0.0"]


FAILING = st.fixed_dictionaries({slug: st.lists(st.sampled_from(GATES), unique=True) for slug in SLUGS})


@given(st.lists(FAILING, min_size=2, max_size=4))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happened_between_the_parts_add_up(tmp_path: Path, audits: list[Failing]) -> None:
    file = tmp_path / "store.db"
    file.unlink(missing_ok=True)
    with Store.open(f"sqlite:///{file}") as store:
        store.migrate()
        ids = [audited(store, failing, head=str(nth)) for nth, failing in enumerate(audits)]
        for since in ids[:-1]:
            told = comparison_of(store, ids[-1], since)
            assert_adds_up(told)
            for slug, points in told.repositories().items():
                parts = [change for change in told.section("scores") if change.slug == slug]
                whole = tenths(parts[-1].after) - tenths(parts[0].before)
                assert round(points * 10) == whole
