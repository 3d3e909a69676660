"""Which findings are excused, by the fleet's waivers or by one that stands beside them, and what is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from gitops_assets.core.gates.inline import InlineWaiver, by_place
from gitops_assets.core.gates.model import Evaluation, Finding
from gitops_assets.core.gates.policy import Excusable, Policy, Waiver
from gitops_assets.core.gates.words import counted, waiver_worded
from gitops_assets.core.model import FindingRecord, Outcome


@dataclass(slots=True)
class Waivers:
    """The waivers of one repository on one day; ``used`` are those in files that have excused something."""

    policy: Policy
    today: date
    inline: tuple[InlineWaiver, ...] = ()
    used: set[InlineWaiver] = field(default_factory=set)
    _places: Mapping[tuple[str, str, int], InlineWaiver] = field(init=False)

    def __post_init__(self) -> None:
        self._places = by_place(each for each in self.inline if each.holds(self.today))

    def of(self, found: Finding, record: FindingRecord) -> Waiver | None:
        """What excuses a finding: the fleet's waiver before the file's own."""
        named = Excusable(record.slug, record.gate, found.subject, record.path, record.fingerprint)
        beside = self._places.get((record.gate, found.path, found.line))
        if beside is not None:
            self.used.add(beside)
        return self.policy.waiver(named, self.today) or beside

    def idle(self, judged: Iterable[str], known: frozenset[str] | None) -> tuple[InlineWaiver, ...]:
        """Those in files that excuse nothing: of gates that saw everything and gave an answer, or of none.

        ``known`` are all gates there are, None where nobody can tell.
        """
        asked = frozenset(judged)
        return tuple(
            each
            for each in self.inline
            if each not in self.used
            and (each.gate in asked or (known is not None and each.gate not in known))
        )


def weighed(evaluation: Evaluation, waivers: list[Waiver | None]) -> Evaluation:
    """The answer after waivers: exempt where all findings are waived, fail with the rest otherwise.

    Where all are waived that were found, and not everything was looked at, nobody knows.
    """
    granted = [waiver for waiver in waivers if waiver is not None]
    if not granted:
        return evaluation
    if len(granted) == len(waivers) and evaluation.rest is not None:
        return replace(evaluation, outcome=Outcome.UNKNOWN, why=evaluation.rest, findings=(), rest=None)
    left = tuple(found for found, waiver in zip(evaluation.findings, waivers, strict=True) if waiver is None)
    reasons = "; ".join(dict.fromkeys(waiver_worded(waiver.reason, waiver.expires) for waiver in granted))
    why = f"{counted(len(granted), 'finding')} waived: {reasons}"
    return replace(evaluation, outcome=Outcome.FAIL if left else Outcome.EXEMPT, why=why, findings=left)
