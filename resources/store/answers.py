"""All answers that one asker got about one repository, as one text: many repositories share few of them."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from gitops_assets.core.gates.model import Evaluation
from gitops_assets.core.model import Outcome
from resources.store.documents import canonical
from resources.store.schema import storable

_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
"""Looked up: asking the enum takes ten times as long, and answers are many."""


class Answer(NamedTuple):
    """What one gate said, and why where that is a skip, unknown, exempt, or a fail that is waived in part.

    ``rest`` says why a fail may have more findings than are known.
    """

    gate: str
    outcome: Outcome
    why: str | None
    rest: str | None = None

    @property
    def waiver(self) -> str | None:
        """The waivers that the answer was given: only those explain a fail."""
        return self.why if self.outcome in (Outcome.EXEMPT, Outcome.FAIL) else None


def to_text(evaluations: Iterable[Evaluation]) -> str:
    """The answers, by gate; equal for equal ones in whatever order."""
    return canonical({storable(each.gate): _words(each) for each in evaluations})


def _words(said: Evaluation) -> list[str | None]:
    told = [said.outcome.value, said.why and storable(said.why)]
    return told if said.rest is None else [*told, storable(said.rest)]


@lru_cache(maxsize=4096)
def from_text(text: str) -> tuple[Answer, ...]:
    """The answers that :func:`to_text` wrote, sorted by gate."""
    return tuple(Answer(gate, _OUTCOMES[said[0]], *said[1:]) for gate, said in json.loads(text).items())
