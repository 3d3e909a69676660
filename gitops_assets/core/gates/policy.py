"""What a fleet demands: which gates are asked, how bad each finding is, and what is waived until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from gitops_assets.core.gates.facts import Setting
from gitops_assets.core.model import Severity


class Waiver(Protocol):
    """Why one finding is accepted, and until when; ``expires`` is the last day on which it holds."""

    @property
    def reason(self) -> str:
        """What the person who waived it wrote."""
        ...

    @property
    def expires(self) -> date | None:
        """The last day of the waiver, or ``None`` for one without an end."""
        ...


@dataclass(frozen=True, slots=True)
class Excusable:
    """What a waiver may be about: a finding by all the names it has."""

    slug: str
    gate: str
    subject: str
    path: str
    fingerprint: str


class Policy(Protocol):
    """Questions that the engine asks for each gate and each finding."""

    def enabled(self, gate_id: str, /) -> bool:
        """Whether the gate is asked at all; one that is not leaves no answer."""
        ...

    def severity(self, gate_id: str, default: Severity, /) -> Severity:
        """How bad a finding of the gate is in this fleet."""
        ...

    def settings(self, gate_id: str, /) -> Mapping[str, Setting]:
        """The gate's thresholds that this fleet sets otherwise."""
        ...

    def waiver(self, found: Excusable, today: date, /) -> Waiver | None:
        """The waiver that covers this finding today, if there is one."""
        ...
