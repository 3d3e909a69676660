"""All answers that one asker got about one repository, as one text: many repositories share few of them."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from gitops_assets.core.gates.model import Evaluation
from gitops_assets.core.model import Outcome
from resources.store.documents import canonical
from resources.store.schema import storable


class Answer(NamedTuple):
    """What one gate said, and why where that is a skip, unknown, exempt, or a fail that is waived in part."""

    gate: str
    outcome: Outcome
    why: str | None

    @property
    def waiver(self) -> str | None:
        """The waivers that the answer was given: only those explain a fail."""
        return self.why if self.outcome in (Outcome.EXEMPT, Outcome.FAIL) else None


def to_text(evaluations: Iterable[Evaluation]) -> str:
    """The answers, by gate; equal for equal ones in whatever order."""
    return canonical(
        {storable(each.gate): [each.outcome.value, each.why and storable(each.why)] for each in evaluations}
    )


@lru_cache(maxsize=4096)
def from_text(text: str) -> tuple[Answer, ...]:
    """The answers that :func:`to_text` wrote, sorted by gate."""
    return tuple(Answer(gate, Outcome(outcome), why) for gate, (outcome, why) in json.loads(text).items())
