"""Scores out of what the store knows, and the gates as an audit asked them."""

from gitops_assets.core.compliance.record import AskedGate, ScoreRecord, asked_gate
from gitops_assets.core.compliance.sheets import scored, sheets
from gitops_assets.core.snapshot import Snapshot
from resources.auditing import Session
from resources.gates.costs import Costs


def keep_asked(session: Session, costs: Costs) -> tuple[AskedGate, ...]:
    """Remember which gates this audit asks, how much each weighs here and what asking it took."""
    policy = session.policy
    asked = tuple(
        asked_gate(gate, policy.severity, costs.of(gate.id))
        for gate in session.gates.gates
        if policy.enabled(gate.id)
    )
    session.store.gates.record_asked(session.id, asked)
    return asked


def rescore(session: Session, known: Snapshot) -> list[ScoreRecord]:
    """The scores of the repositories in a snapshot of this audit; they are kept."""
    asked = session.store.gates.asked(session.id) or keep_asked(session, Costs())
    records = scored(sheets(known, asked), asked)
    session.store.gates.record_scores(session.id, session.at, records)
    return records
