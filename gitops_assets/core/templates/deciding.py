"""Conflicts decided by the one who applies: the repository's side of all of them, or the template's."""

from dataclasses import replace
from enum import StrEnum

from gitops_assets.core.templates.model import Action, FilePlan, Plan


class Side(StrEnum):
    """Whose file is taken, as a whole, where both sides changed it."""

    OURS = "ours"
    """The repository's: it stays as it is, and counts from now on as edited there."""
    THEIRS = "theirs"
    """The template's: what the repository made of it is written over; a rollback brings it back."""


def decided(plan: Plan, side: Side) -> Plan:
    """The plan without the conflicts that can be decided; the others stay in the way."""
    return replace(plan, files=tuple(_taken(each, side) for each in plan.files))


def _taken(each: FilePlan, side: Side) -> FilePlan:
    if not each.decidable:
        return each
    after = each.before if side is Side.OURS else each.offered
    if after == each.before:
        action = Action.KEEP
    elif after is None:
        action = Action.DELETE
    else:
        action = Action.CREATE if each.before is None else Action.MODIFY
    return FilePlan(path=each.path, action=action, before=each.before, after=after)
