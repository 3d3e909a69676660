"""Which gates an audit asks, and who of its steps asks which."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.model import Gate, Need, Stage
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
    def of_dependencies(self) -> tuple[Gate, ...]:
        """Those asked once the whole fleet's dependencies are known."""
        return tuple(gate for gate in self.gates if Need.DEPENDENCIES in gate.needs)

    @cached_property
    def of_content(self) -> tuple[Gate, ...]:
        """Those asked of the commit a repository stands at: with the same commit, the same answer."""
        return tuple(gate for gate in self.gates if Need.TREE in gate.needs)

    @cached_property
    def of_state(self) -> tuple[Gate, ...]:
        """Those asked while repositories are looked at."""
        elsewhere = {gate.id for gate in (*self.of_dependencies, *self.of_content)}
        return tuple(gate for gate in self.gates if gate.id not in elsewhere)

    def but(self, asked: Iterable[Gate]) -> frozenset[str]:
        """The ids of the gates that somebody else asks."""
        return self.registry_ids - {gate.id for gate in asked}

    @cached_property
    def registry_ids(self) -> frozenset[str]:
        """The ids of all."""
        return frozenset(self.registry.ids)

    def at(self, stage: Stage) -> tuple[Gate, ...]:
        """Those asked of one repository at that stage."""
        return tuple(gate for gate in self.gates if stage in gate.stages)
