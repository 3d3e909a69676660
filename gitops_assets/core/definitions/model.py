"""What a fleet's own definitions come to: its gates, the programs they ask, and built-in ones changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from gitops_assets.core.gates.facts import Setting
from gitops_assets.core.gates.model import Gate, Stage
from gitops_assets.core.model import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that speaks the Model Context Protocol over its standard input and output."""

    name: str
    call: str | None = None
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program that a gate asks, and what it may use: seconds, megabytes, kilobytes, the network.

    Exactly one of ``argv``, ``tool`` and ``server`` says what is run. ``files`` are patterns of paths that
    are appended; ``folder`` is where the definitions file stands, for programs that stand beside it.
    """

    argv: tuple[str, ...] = ()
    tool: str | None = None
    server: Server | None = None
    files: tuple[str, ...] = ()
    folder: str = ""
    timeout: int = 120
    memory: int = 4096
    output: int = 8192
    network: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What the fleet says of one built-in gate; None keeps the gate's own opinion."""

    enabled: bool = True
    severity: Severity | None = None
    required: bool | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)
    stages: frozenset[Stage] | None = None
    asked: frozenset[Stage] = frozenset()
    spared: frozenset[Stage] = frozenset()

    def over(self, gate: Gate) -> Gate:
        """The gate as this fleet wants it."""
        stages = gate.stages if self.stages is None else self.stages
        return replace(
            gate,
            severity=self.severity or gate.severity,
            required=gate.required if self.required is None else self.required,
            settings={**gate.settings, **self.settings},
            stages=(stages | self.asked) - self.spared,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """All definitions of one fleet.

    ``programs`` are asked outside before their gates can be, by the gate's id; ``artifacts`` are paths and
    patterns of files beside the commit that gates want to see. ``digest`` (64 hex digits) changes with
    whatever could change an answer, and is empty where nothing is defined. ``signers`` names who signed
    which file.
    """

    custom: tuple[Gate, ...] = ()
    programs: Mapping[str, Program] = field(default_factory=dict)
    artifacts: tuple[str, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    digest: str = ""
    signers: Mapping[str, str] = field(default_factory=dict)

    def gates(self, built_in: Iterable[Gate]) -> tuple[Gate, ...]:
        """Every gate that is asked in this fleet: built-in ones as they are wanted here, then its own."""
        kept = [(gate, self.overrides.get(gate.id, Override())) for gate in built_in]
        return (*(override.over(gate) for gate, override in kept if override.enabled), *self.custom)

    def policy_digest(self, fleet: str) -> str:
        """The digest of everything that a verdict depends on, with that of fleet.yaml in it."""
        if not self.digest:
            return fleet
        return hashlib.sha256(f"{fleet}\n{self.digest}".encode()).hexdigest()


def digest_of(value: object) -> str:
    """SHA-256 (64 hex digits) of a plain value, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
