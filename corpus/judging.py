"""What a judge is, and what comes out when it reads the same manifest as we do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.trees import Tree

Fact = tuple[str, ...]
"""One thing that a manifest says, in words that both sides can say: a name, a constraint, a line."""


class Refused(str):
    """Why a tool would not read a manifest: the end of the sentence "the tool …"."""

    __slots__ = ()


Answer = Iterable[Fact] | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Somebody else who reads one kind of manifest.

    ``title`` names the manifests, ``tool`` who says it, ``compares`` what of a row is compared. ``ours`` and
    ``theirs`` answer for paths of one tree; a path without an answer of theirs was not judged. ``own`` says
    that the locked environment of ``make test`` has the tool. ``leaves`` says what is not compared.
    """

    id: str
    title: str
    tool: str
    compares: str
    wants: Callable[[str], bool]
    ours: Callable[[Tree, str], Iterable[Fact]]
    theirs: Callable[[Tree, Sequence[str]], Mapping[str, Answer]]
    own: bool = False
    leaves: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that only one side has; ``side`` is "ours" or "theirs"."""

    judge: str
    tree: str
    path: str
    side: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Verdict:
    """One manifest as both sides read it; ``refused`` says why there is nothing to compare."""

    judge: str
    tree: str
    path: str
    ours: frozenset[Fact] = frozenset()
    theirs: frozenset[Fact] = frozenset()
    refused: str | None = None

    @property
    def compared(self) -> int:
        """Facts that at least one side has."""
        return len(self.ours | self.theirs)

    @property
    def agreed(self) -> int:
        """Facts that both sides have."""
        return len(self.ours & self.theirs)

    @property
    def differences(self) -> Iterator[Difference]:
        """Facts that one side has, ours first."""
        for side, facts in (("ours", self.ours - self.theirs), ("theirs", self.theirs - self.ours)):
            for fact in sorted(facts):
                yield Difference(self.judge, self.tree, self.path, side, fact)


def judged(judge: Judge, tree: Tree) -> Iterator[Verdict]:
    """The verdicts about one tree, by path; a manifest that says nothing to either side is left out."""
    paths = sorted(path for path in tree.files if judge.wants(path))
    if not paths:
        return
    answers = judge.theirs(tree, paths)
    for path in paths:
        if path not in answers:
            continue
        answer, ours = answers[path], frozenset(judge.ours(tree, path))
        if isinstance(answer, Refused):
            yield Verdict(judge.id, tree.name, path, refused=str(answer))
        elif ours or (theirs := frozenset(answer)):
            yield Verdict(judge.id, tree.name, path, ours, frozenset(answer) if ours else theirs)
