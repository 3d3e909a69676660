"""Waivers that do nothing: they ran out, or there is nothing that they excuse.

A waiver that excuses nothing hides the next finding of its kind before anybody has seen it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.fleet.policy import Waiver
from gitops_assets.core.gates.words import waiver_worded
from gitops_assets.core.model import IdleWaiver, Outcome
from gitops_assets.core.snapshot import Verdict

Verdicts = Mapping[tuple[str, str], Verdict]
"""Gates' answers by repository and gate."""


def idle_waivers(
    waivers: Iterable[Waiver], verdicts: Verdicts, slugs: Iterable[str], today: date
) -> tuple[IdleWaiver, ...]:
    """Those of the waivers that excuse nothing today, sorted; where an answer is unknown, nobody can tell."""
    given, present = tuple(waivers), tuple(slugs)
    found = ((waiver, _idle(waiver, given, verdicts, present, today)) for waiver in given)
    return tuple(sorted(_told(waiver, why) for waiver, why in found if why is not None))


def _idle(
    waiver: Waiver, given: tuple[Waiver, ...], verdicts: Verdicts, slugs: tuple[str, ...], today: date
) -> str | None:
    if today > waiver.expires:
        return f"it expired on {waiver.expires.isoformat()}"
    covered = [slug for slug in slugs if covers(waiver.repositories, slug)]
    if not covered:
        return "its pattern covers no repository of the fleet"
    answers = ((slug, verdicts.get((slug, waiver.gate))) for slug in covered)
    if any(_may_excuse(waiver, slug, answer, given) for slug, answer in answers):
        return None
    return "it excuses no finding of the repositories that it covers"


def _may_excuse(waiver: Waiver, slug: str, answer: Verdict | None, given: tuple[Waiver, ...]) -> bool:
    if answer is None or answer.partial:
        return answer is not None
    if answer.outcome is Outcome.PASS or not answer.why:
        return False
    # An answer names the waivers that it was given: of several for one finding the one that holds longest.
    named = waiver_worded(waiver.reason, waiver.expires) in answer.why
    return named or any(
        other.expires >= waiver.expires and waiver_worded(other.reason, other.expires) in answer.why
        for other in _rivals(waiver, slug, given)
    )


def _rivals(waiver: Waiver, slug: str, given: tuple[Waiver, ...]) -> Iterator[Waiver]:
    for other in given:
        same = other.gate == waiver.gate and covers(other.repositories, slug)
        if same and (other.subject is None or waiver.subject in (None, other.subject)):
            yield other


def _told(waiver: Waiver, why: str) -> IdleWaiver:
    return IdleWaiver(
        gate=waiver.gate,
        repositories=waiver.repositories,
        subject=waiver.subject or "",
        expires=waiver.expires.isoformat(),
        reason=waiver.reason,
        why=why,
    )
