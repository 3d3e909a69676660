"""Scores out of what the store knows, and the gates as an audit asked them."""

from collections.abc import Sequence

from gitops_assets.core.compliance.record import AskedGate, ScoreRecord, asked_gate
from gitops_assets.core.compliance.sheets import scored, sheets
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


def rescore(session: Session, slugs: Sequence[str] | None = None) -> list[ScoreRecord]:
    """The scores of these repositories of the fleet, or of all, once everything is judged; they are kept."""
    asked = session.store.gates.asked(session.id) or keep_asked(session, Costs())
    known = sheets(session.now, asked)
    records = scored(known if slugs is None else {slug: known[slug] for slug in slugs}, asked)
    session.store.gates.record_scores(session.id, session.at, records)
    return records
