"""``docs/judged.md``: what every judge says, each difference explained, and from what it was written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.explained import EXPLANATIONS, Explanation, explained
from corpus.judging import Difference, Judge, Verdict
from corpus.packages import PACKAGES
from gitops_assets.core.dependencies.extractors import EXTRACTORS

_ALSO = {"python-metadata": ("pyproject", "setup-cfg", "setup-py"), "poetry-projects": ("pyproject",)}
"""Extractors that a judge with another name looks at."""

INTRODUCTION = """\
# Judged by others

Extractors are tested with small texts that were written for the purpose. Here they read real manifests,
unpacked in memory from published packages, and somebody else reads the same ones: the tool of the ecosystem
where there is one, an independent count where there is none. A *row* is one fact that at least one side has;
it agrees when both say the same of it. `make corpus` fetches the packages, asks everybody and writes this
page; it fails when there is a difference that nothing below explains. Nothing of a package is built,
installed or run.
"""

TESTED = """\
## What is tested where

`make test` fetches {tested} of the {all} packages, checks their hashes and then reads them without a network.
It asks the judges that its locked environment has, marked ✓ above: PKG-INFO and `packaging`, pip, uv, git,
and the counts. It fails on a difference that is not explained, and when fewer than 60 manifests were judged.
Without the packages that test is skipped, and says so. The other judges (npm, cargo, go, Maven, Compose,
BuildKit, parsers of npm's, pre-commit, poetry-core and others) need programs that a machine with Python and
`make` need not have; they are asked by `make corpus` alone, and what they said is on this page.

No package of Debian 12, PyPI or npm that we found brings Docker's Compose plugin. The judge is
`docker compose` where it is installed, else its predecessor `docker-compose`; below is which one it was.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All verdicts, and the versions of the tools that gave them."""

    judges: Sequence[Judge]
    verdicts: Sequence[Verdict]
    versions: Mapping[str, str]

    @property
    def differences(self) -> Iterator[Difference]:
        """Every difference of every verdict."""
        return (difference for verdict in self.verdicts for difference in verdict.differences)

    @property
    def unexplained(self) -> list[Difference]:
        """What nobody knows the reason of."""
        return [difference for difference in self.differences if explained(difference) is None]

    @property
    def unused(self) -> list[Explanation]:
        """Explanations of what is no longer so."""
        used = {explained(difference) for difference in self.differences}
        return [each for each in EXPLANATIONS if each not in used]


def render(outcome: Outcome) -> str:
    """The whole page."""
    parts = (
        INTRODUCTION,
        "\n".join(_table(outcome)),
        "\n".join(_differences(outcome)),
        "\n".join(_refusals(outcome)),
        "\n".join(_unjudged(outcome)),
        TESTED.format(tested=sum(package.tested for package in PACKAGES), all=len(PACKAGES)),
        "\n".join(_origin(outcome)),
    )
    return "\n".join(parts)


def _table(outcome: Outcome) -> Iterator[str]:
    yield "## What they say\n"
    yield "| manifests | judge | compared | judged | rows | agree | differ | refused | tested |"
    yield "|---|---|---|--:|--:|--:|--:|--:|:-:|"
    for judge in outcome.judges:
        verdicts = [verdict for verdict in outcome.verdicts if verdict.judge == judge.id]
        words = f"{judge.title} | {judge.tool} | {judge.compares}"
        yield f"| {words} | {_numbers(verdicts)} | {'✓' if judge.own else ''} |"
    yield f"| **all** | | | {_numbers(outcome.verdicts)} | |"
    yield "\n“Refused” are manifests that the judge would not read; ✓ is whom `make test` asks too."
    yield "A row counts once, however often a manifest repeats it."
    real = sum(not _fixture(verdict.path) for verdict in outcome.verdicts if verdict.refused is None)
    yield f"{real} of the manifests stand outside of folders of tests, examples and templates."
    yield "Not compared:\n"
    yield from (f"* {judge.title}: {judge.leaves}." for judge in outcome.judges if judge.leaves)
    yield ""


def _fixture(path: str) -> bool:
    folders = set(path.lower().replace(" ", "/").split("/")[:-1])
    return bool(folders & {"test", "tests", "testing", "fixtures", "examples", "templates", "test_fixtures"})


def _numbers(verdicts: Sequence[Verdict]) -> str:
    read = [verdict for verdict in verdicts if verdict.refused is None]
    compared, agreed = (sum(getattr(each, name) for each in read) for name in ("compared", "agreed"))
    numbers = (len(read), compared, agreed, compared - agreed, len(verdicts) - len(read))
    return " | ".join(f"{number:,}" for number in numbers)


def _differences(outcome: Outcome) -> Iterator[str]:
    yield "## Where they differ\n"
    yield "| judge | only | rows | for example | why |"
    yield "|---|---|--:|---|---|"
    found: dict[Explanation | None, list[Difference]] = {}
    for difference in outcome.differences:
        found.setdefault(explained(difference), []).append(difference)
    for explanation, differences in found.items():
        first = differences[0]
        who = "we" if first.side == "ours" else "the judge"
        example = f"{first.tree}: `{first.path}` · `{_code(' '.join(first.fact))}`"
        why = explanation.sentence if explanation else "**not explained**"
        yield f"| {first.judge} | {who} | {len(differences)} | {example} | {why} |"
    yield ""


def _refusals(outcome: Outcome) -> Iterator[str]:
    yield "## What a judge would not read\n"
    yield "Here only the extractors' own tests speak. Many of these are fixtures, broken on purpose.\n"
    yield "| judge | manifest | what it said |"
    yield "|---|---|---|"
    for verdict in outcome.verdicts:
        if verdict.refused is not None:
            yield f"| {verdict.judge} | {verdict.tree}: `{verdict.path}` | {_plain(verdict.refused)} |"
    yield ""


def _plain(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`|<>*[]_$" else letter for letter in text)


def _code(text: str) -> str:
    return text.replace("`", "'").replace("|", "\\|")


def _unjudged(outcome: Outcome) -> Iterator[str]:
    judged = {verdict.judge for verdict in outcome.verdicts if verdict.refused is None}
    seen = judged | {name for judge in judged for name in _ALSO.get(judge, ())}
    rest = [f"`{name}`" for name in EXTRACTORS.ids if name not in seen]
    yield "## Who is not judged here\n"
    yield "The corpus has no manifest of theirs, or nobody to ask: only their own tests, and those with"
    yield f"hostile texts, speak for these {len(rest)} of {len(EXTRACTORS)} extractors: {', '.join(rest)}.\n"


def _origin(outcome: Outcome) -> Iterator[str]:
    yield "## From what this was written\n"
    yield "Judges: " + ", ".join(f"{name} {version}" for name, version in outcome.versions.items()) + ".\n"
    for registry in ("PyPI", "npm"):
        pins = [f"`{package.pin}`" for package in PACKAGES if package.registry == registry]
        yield f"{len(pins)} packages of {registry}: {', '.join(pins)}.\n"
    yield "Their hashes stand in `corpus/packages.py`; nothing of them is in this repository.\n"
