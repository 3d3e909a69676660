"""The Dockerfiles of a tree as gates see them, parsed once."""

from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.extractors.dockerfile import wants
from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.dockerfile_stages import Stage, parents_of, shipped, stages_of
from gitops_assets.core.dependencies.parsers.dockerfile_text import Instruction, read_dockerfile
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown, together

_NO_SERVICE = frozenset(
    {".devcontainer", "ci", ".ci", ".github", ".gitlab", ".circleci", "build", "scripts", "tools"}
)


@dataclass(frozen=True, slots=True)
class Build:
    """One Dockerfile: its stages, and those of them that become part of the image."""

    path: str
    stages: tuple[Stage, ...]
    kept: tuple[Stage, ...]

    @property
    def final(self) -> Stage:
        """The stage that is built."""
        return self.stages[-1]

    @property
    def ships(self) -> bool:
        """Whether the image is run for its own sake, not to develop or build in."""
        return _NO_SERVICE.isdisjoint(self.path.lower().split("/")[:-1])

    def instructions(self, *keywords: str) -> Iterator[Instruction]:
        """The instructions of all stages with one of these keywords."""
        return (each for stage in self.stages for each in stage.instructions if each.keyword in keywords)

    def kept_instructions(self, *keywords: str) -> Iterator[Instruction]:
        """The same of what becomes part of the image, in the order in which it is run."""
        return (each for stage in self.kept for each in stage.instructions if each.keyword in keywords)


@dataclass(frozen=True, slots=True)
class _Read:
    found: tuple[Build, ...]
    unread: tuple[NotKnown, ...]


def builds(facts: Facts) -> Iterator[Build]:
    """The Dockerfiles outside of samples, then NotKnown if some could not be read."""
    read = facts.files.once(_read)
    if not read.found and not read.unread:
        raise NotApplicable("there are no Dockerfiles")
    yield from read.found
    if read.unread:
        raise together(read.unread)


def _read(tree: TreeFacts) -> _Read:
    found: list[Build] = []
    unread: list[NotKnown] = []
    try:
        for file in tree.texts(path for path in tree.paths if wants(path) and not sample(path)):
            try:
                stages = list(stages_of(read_dockerfile(file.text).instructions))
            except Malformed as fault:
                unread.append(NotKnown(f"{file.path} {fault}", (file.path,)))
                continue
            if stages:
                kept = sorted(shipped(list(parents_of(stages))))
                found.append(Build(file.path, tuple(stages), tuple(stages[nth] for nth in kept)))
    except NotKnown as reason:
        unread.append(reason)
    return _Read(tuple(found), tuple(unread))
