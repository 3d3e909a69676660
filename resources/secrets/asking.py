"""What a fleet asks for about secrets beyond the files of a tree: the past, a detector of others."""

from collections.abc import Iterable
from dataclasses import dataclass

from gitops_assets.core.gates.detector_facts import DetectorFacts
from gitops_assets.core.gates.leak_facts import LeakFacts
from gitops_assets.core.gates.model import Gate
from gitops_assets.core.gates.policy import Policy
from gitops_assets.core.gates.secrets import SECRETS
from gitops_assets.core.gates.security.history_without_secrets import GATE as PAST
from gitops_assets.core.gates.security.secrets_absent import GATE as PRESENT
from gitops_assets.core.tree import Tree
from resources.secrets import kingfisher
from resources.secrets.past import Bounds, leaks_of


@dataclass(frozen=True, slots=True)
class Search:
    """How much of the past is read, and whether kingfisher is asked; neither unless a fleet says so."""

    bounds: Bounds | None = None
    others: bool = False

    @classmethod
    def of(cls, gates: Iterable[Gate], policy: Policy) -> "Search":
        """What the settings of the gates over secrets say, where these are among those that are asked."""
        asked = {each.id: each for each in gates if policy.enabled(each.id)}
        past, present = (
            {**asked[each.id].settings, **policy.settings(each.id)} if each.id in asked else {}
            for each in (PAST, PRESENT)
        )
        contents, others = past.get("contents", 0), present.get("detectors", ())
        return cls(
            Bounds(contents=int(contents)) if isinstance(contents, int | float) and contents >= 1 else None,
            isinstance(others, tuple) and kingfisher.NAME in others,
        )

    def leaks(self, path: bytes, commit: str) -> LeakFacts | None:
        """The secrets that only older commits hold."""
        return leaks_of(path, commit, SECRETS, self.bounds) if self.bounds else None

    def detected(self, tree: Tree) -> DetectorFacts | None:
        """What kingfisher finds in a tree."""
        return kingfisher.ask(tree) if self.others else None
