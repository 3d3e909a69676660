"""Which gates an audit asks, and who of its steps asks which."""

from dataclasses import dataclass, replace
from functools import cached_property

from gitops_assets.core.definitions.model import Definitions
from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.model import Asker, Gate, Round, Stage
from gitops_assets.core.registry import Registry


@dataclass(frozen=True)
class GateSet:
    """Gates in reading order, the fleet's own after the built-in ones."""

    gates: tuple[Gate, ...] = tuple(GATES)

    @cached_property
    def registry(self) -> Registry[Gate]:
        """All of them by id."""
        return Registry(self.gates)

    @cached_property
    def of_state(self) -> Round:
        """Those asked while repositories are looked at."""
        return self._round(Asker.STATE)

    @cached_property
    def of_dependencies(self) -> Round:
        """Those asked once the whole fleet's dependencies are known."""
        return self._round(Asker.DEPENDENCIES)

    @cached_property
    def of_content(self) -> Round:
        """Those asked of the commit a repository stands at: with the same commit, the same answer."""
        return self._round(Asker.CONTENT)

    @cached_property
    def of_fleet(self) -> Round:
        """Those asked once all others have answered about the whole fleet."""
        return self._round(Asker.FLEET)

    def _round(self, asker: Asker) -> Round:
        others = frozenset(gate.id for gate in self.gates if gate.asker is not asker)
        return Round(asker, tuple(gate for gate in self.gates if gate.asker is asker), others)

    def at(self, stage: Stage) -> tuple[Gate, ...]:
        """Those asked of one repository at that stage."""
        return tuple(gate for gate in self.gates if stage in gate.stages)


def gates_of(definitions: Definitions, policy: Policy) -> GateSet:
    """The gates of a fleet: built-in ones as its definitions and its policy want them, then its own."""
    wanted = definitions.gates(GATES)
    return GateSet(
        tuple(replace(gate, required=policy.required(gate.id, otherwise=gate.required)) for gate in wanted)
    )
