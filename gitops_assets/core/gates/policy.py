"""What a fleet demands: which gates are asked, how bad each finding is, and what is waived until when."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

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


class Policy(Protocol):
    """Questions that the engine asks for each gate and each finding."""

    def enabled(self, gate_id: str, /) -> bool:
        """Whether the gate is asked at all; one that is not leaves no answer."""
        ...

    def severity(self, gate_id: str, default: Severity, /) -> Severity:
        """How bad a finding of the gate is in this fleet."""
        ...

    def waiver(self, slug: str, gate_id: str, subject: str, today: date, /) -> Waiver | None:
        """The waiver that covers this finding today, if there is one."""
        ...


@dataclass(frozen=True, slots=True)
class Permissive:
    """The policy of a fleet without ``fleet.yaml``: every gate as it comes, nothing waived."""

    def enabled(self, _gate_id: str, /) -> bool:
        """Every gate is asked."""
        return True

    def severity(self, _gate_id: str, default: Severity, /) -> Severity:
        """The gate's own severity."""
        return default

    def waiver(self, _slug: str, _gate_id: str, _subject: str, _today: date, /) -> Waiver | None:
        """Nothing is waived."""
        return None


DEFAULT_POLICY: Policy = Permissive()
