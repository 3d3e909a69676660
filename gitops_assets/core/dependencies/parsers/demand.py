"""What one entry of a manifest asks for, before it is known in which file it stood."""

from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.tree_path import folder_of, path_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One package, the version asked for, and where it comes from if not from a registry.

    ``file`` is a path as it was written, relative to the manifest's folder; ``url`` is redacted.
    """

    ecosystem: str
    name: str
    constraint: str | None = None
    resolved: str | None = None
    url: str | None = None
    file: str | None = None

    def rows(
        self, path: str, line: int, scope: Scope, confidence: Confidence = Confidence.DECLARED
    ) -> Iterator[Row]:
        """The dependency, and why its path leads nowhere if it leaves the tree."""
        local = None if self.file is None else path_from(folder_of(path), self.file)
        yield Dependency(
            kind=Kind.PACKAGE,
            ecosystem=self.ecosystem,
            name=self.name,
            path=path,
            line=line,
            scope=scope,
            constraint=self.constraint,
            resolved=self.resolved,
            confidence=confidence,
            url=self.url,
            local=local,
        )
        if self.file is not None and local is None:
            why = f"takes {self.name!r} from outside of the tree ({self.file[:200]})"
            yield Skipped(path=path, line=line, reason=why)


def repetitions(path: str, document: Located) -> Iterator[Skipped]:
    """One row for every key that stands twice where it may stand once."""
    for key, line in document.repeated:
        why = f"says {key[:100]!r} twice in one place; only the last one counts"
        yield Skipped(path=path, line=line, reason=why)
