"""Small audits for the store's tests."""

from collections.abc import Mapping, Sequence
from typing import Any

from gitops_assets.core.gates.model import Evaluation, Judgement, fingerprint
from gitops_assets.core.model import FindingRecord, FindingStatus, Outcome, RepositoryState, Severity, State
from gitops_assets.core.snapshot import AuditInputs
from resources.store.model import AuditRequest
from resources.store.store import Store

INPUTS = AuditInputs(tool_version="1.0", rule_version="r1", policy_digest="p1")
ROOTS = ("/src",)
GATE = "work-committed"


def request(started: int, **fields: Any) -> AuditRequest:  # noqa: ANN401 - any field of the request
    return AuditRequest(**{"started": started, "roots": ROOTS, "fleet": "home", "inputs": INPUTS, **fields})


def begin(store: Store, **fields: Any) -> int:  # noqa: ANN401 - any field of the request
    """The nth audit starts at n * 100 seconds."""
    return store.begin_audit(request((len(store.audits()) + 1) * 100, **fields))


def finish(store: Store, audit: int) -> int:
    store.finish_audit(audit, status="complete", at=audit * 100 + 50)
    return audit


def state(slug: str = "a/one", **fields: Any) -> RepositoryState:  # noqa: ANN401 - any field of the state
    return RepositoryState(**{"slug": slug, "path": f"/src/{slug}", "states": (State.CLEAN,), **fields})


def finding(slug: str = "a/one", gate: str = GATE, **fields: Any) -> FindingRecord:  # noqa: ANN401 - any field
    known: dict[str, Any] = {
        "severity": Severity.MEDIUM,
        "message": "2 files are not committed",
        "path": ".",
        "line": 1,
        "remedy": "git commit",
        "fingerprint": fingerprint(slug, gate, ""),
        "status": FindingStatus.NEW,
        "opened_at": 0,
        "verified_at": 0,
    }
    return FindingRecord(gate=gate, slug=slug, **{**known, **fields})


def judgement(slug: str, outcomes: Mapping[str, Outcome], *findings: FindingRecord) -> Judgement:
    evaluations = tuple(Evaluation(gate, outcome, _why(outcome)) for gate, outcome in outcomes.items())
    return Judgement(slug, evaluations, findings)


def failed(slug: str = "a/one", **fields: Any) -> Judgement:  # noqa: ANN401 - any field of the finding
    return judgement(slug, {GATE: Outcome.FAIL}, finding(slug, **fields))


def answered(outcome: Outcome, slug: str = "a/one") -> Judgement:
    return judgement(slug, {GATE: outcome})


def audit_of(store: Store, *judgements: Judgement, states: Sequence[RepositoryState] = ()) -> int:
    """A whole, complete audit with these judgements."""
    audit = begin(store)
    store.record_states(audit, audit * 100, states)
    store.record_judgements(audit, audit * 100, judgements)
    return finish(store, audit)


def _why(outcome: Outcome) -> str | None:
    return None if outcome in (Outcome.PASS, Outcome.FAIL) else "there is a reason"
