"""The fleet's own waivers judged, once all that they could excuse is known."""

import os
from pathlib import Path

from gitops_assets.core.fleet.waivers import idle_waivers
from gitops_assets.core.gates.engine import ask
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.stray_waivers import Holder, told_where
from gitops_assets.core.model import IdleWaiver, State
from resources.auditing import Session


def judge_waivers(session: Session) -> None:
    """Make waivers that do nothing findings, and remember them for the reader of the report.

    A fleet that never had a waiver is not asked about any.
    """
    now, round_ = session.now, session.gates.of_fleet
    ids = {gate.id for gate in round_.gates}
    idle = idle_waivers(session.policy.waivers, now.verdicts, now.states, session.today)
    session.store.record_idle_waivers(session.id, idle)
    if not session.policy.waivers and not any(gate in ids for _, gate in now.verdicts):
        return
    present = [slug for slug, state in now.states.items() if not state.has(State.MISSING)]
    told = told_where(_judged(idle, ids), _holder(session), present)
    facts = (Facts(state, stray=told.get(slug)) for slug, state in now.states.items())
    given = [ask(each, round_, session.policy, at=session.at) for each in facts]
    session.store.record_judgements(session.id, session.at, given)
    session.look_again()


def _judged(idle: tuple[IdleWaiver, ...], ids: set[str]) -> list[IdleWaiver]:
    # Whether a waiver of these very findings does something is only known after they were told.
    return [each for each in idle if each.gate not in ids]


def _holder(session: Session) -> Holder | None:
    """The repository of the fleet that fleet.yaml stands in, the innermost where they are nested."""
    if session.row.fleet_file is None:
        return None
    by_path = {each.path: slug for slug, each in session.locations().items() if each.path is not None}
    named = Path(session.row.fleet_file)
    for file in (named.absolute(), named.resolve()):
        for folder in file.parents:
            if slug := by_path.get(os.fsencode(folder)):
                return Holder(slug, file.relative_to(folder).as_posix())
    return None
