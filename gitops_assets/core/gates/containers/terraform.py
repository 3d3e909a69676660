"""Terraform and OpenTofu configurations of a tree as gates see them: a folder is a module."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.hcl_text import Attribute, Block, read_hcl
from gitops_assets.core.dependencies.parsers.in_tree import folder_of
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.samples import sample
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown, together

_WRITTEN = 40
"""Lines of one value that are read."""

_NUMBER = re.compile(r"-?\d+")
_QUOTED = re.compile(r"\"([^\"\n]*)\"")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a module."""

    path: str
    body: Block
    lines: tuple[str, ...]

    def written(self, attribute: Attribute | None) -> str:
        """The expression of an attribute as it stands in the file, to the end of its brackets."""
        if attribute is None:
            return ""
        parts: list[str] = []
        depth = 0
        for line in self.lines[attribute.line - 1 : attribute.line - 1 + _WRITTEN]:
            parts.append(line if parts else line.partition("=")[2])
            depth += sum(parts[-1].count(sign) for sign in "[({") - sum(
                parts[-1].count(sign) for sign in "])}"
            )
            if depth <= 0:
                break
        return "\n".join(parts).strip()

    def texts(self, attribute: Attribute | None) -> list[str]:
        """The quoted texts in the expression of an attribute."""
        return _QUOTED.findall(self.written(attribute))

    def number(self, attribute: Attribute | None) -> int | None:
        """The number that an attribute is, None where it is none."""
        found = _NUMBER.fullmatch(self.written(attribute).partition("#")[0].strip().strip('"'))
        return int(found[0]) if found and len(found[0]) < 10 else None

    def truth(self, attribute: Attribute | None) -> bool | None:
        """Yes or no, None for an expression and for what is not there."""
        return {"true": True, "false": False}.get(
            self.written(attribute).partition("#")[0].strip().strip('"')
        )


@dataclass(frozen=True, slots=True)
class Module:
    """The files of one folder, which Terraform reads as one."""

    folder: str
    sources: tuple[Source, ...]

    def blocks(self, *kinds: str) -> Iterator[tuple[Source, Block]]:
        """The blocks of these kinds at the top of its files."""
        return ((each, block) for each in self.sources for block in each.body.blocks if block.kind in kinds)

    def settings(self) -> Iterator[tuple[Source, Block]]:
        """Its ``terraform`` blocks."""
        return self.blocks("terraform")

    def resources(self, *types: str) -> Iterator[tuple[Source, Block]]:
        """Its resources of these types."""
        return (
            (each, block)
            for each, block in self.blocks("resource")
            if block.labels[:1] and block.labels[0] in types
        )

    @property
    def is_root(self) -> bool:
        """Whether it is applied by itself: it configures providers or says where its state is."""
        held = any(block.kind in {"backend", "cloud"} for _, each in self.settings() for block in each.blocks)
        return held or next(self.blocks("provider"), None) is not None


@dataclass(frozen=True, slots=True)
class _Read:
    found: tuple[Module, ...]
    unread: tuple[NotKnown, ...]


def modules(facts: Facts) -> Iterator[Module]:
    """The modules outside of samples, then NotKnown if some files could not be read."""
    read = facts.files.once(_read)
    if not read.found and not read.unread:
        raise NotApplicable("there is no Terraform")
    yield from read.found
    if read.unread:
        raise together(read.unread)


def named(block: Block) -> str:
    """A block as people write it: ``aws_s3_bucket.logs``."""
    return ".".join(block.labels) or block.kind


def _read(tree: TreeFacts) -> _Read:
    found: dict[str, list[Source]] = defaultdict(list)
    unread: list[NotKnown] = []
    try:
        for file in tree.texts(
            path for path in tree.paths if path.endswith((".tf", ".tofu")) and not sample(path)
        ):
            try:
                source = Source(file.path, read_hcl(file.text), tuple(file.text.split("\n")))
                found[folder_of(file.path)].append(source)
            except Malformed as fault:
                unread.append(NotKnown(f"{file.path} {fault}", (file.path,)))
    except NotKnown as reason:
        unread.append(reason)
    return _Read(tuple(Module(folder, tuple(each)) for folder, each in found.items()), tuple(unread))
