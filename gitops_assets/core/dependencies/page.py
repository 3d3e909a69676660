"""The tables of ``docs/dependencies.md`` that follow from the code: who reads what, and how it counts."""

import re
from collections.abc import Iterable

from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.graph import harm, levels
from gitops_assets.core.dependencies.linking import Linker
from gitops_assets.core.dependencies.links import LINKERS
from gitops_assets.core.dependencies.model import Extractor

_SOURCE = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")


def extractors_table(extractors: Iterable[Extractor] = EXTRACTORS) -> str:
    """Every extractor: its id, what it reads, what that says, and where the format is described."""
    rows = [
        f"| `{each.id}` | {_escaped(each.title)} | {_said(_gist(each.doc))} | {_sources(each.doc)} |"
        for each in extractors
    ]
    return "\n".join(("| id | reads | what it finds | format |", "|---|---|---|---|", *rows, ""))


def linkers_table(linkers: Iterable[Linker] = LINKERS) -> str:
    """Every linker in the order in which they run, and what it joins."""
    rows = [f"| {nth} | `{each.id}` | {_gist(each.doc)} |" for nth, each in enumerate(linkers, 1)]
    return "\n".join(("| | id | what it joins |", "|---|---|---|", *rows, ""))


def levels_text() -> str:
    """How the level of an edge is worked out, in the words of the code that does it."""
    return _below_the_title(levels.__doc__)


def score_text() -> str:
    """How dependents become a score, in the words of the code that does it."""
    return _below_the_title(harm.__doc__)


def _gist(doc: str) -> str:
    """The first paragraph in one line."""
    return _escaped(" ".join(doc.partition("\n\n")[0].split()).replace("``", "`"))


def _said(gist: str) -> str:
    """Without what stands before the colon, which is the title again."""
    title, colon, rest = gist.partition(": ")
    told = rest if colon and len(title) < len(rest) and "`" not in title else gist
    return told[:1].upper() + told[1:]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def _sources(doc: str) -> str:
    said = doc.rpartition("\n\nSource: ")[2] if "\n\nSource: " in doc else ""
    return ", ".join(f"[{name}]({url})" for name, url in _SOURCE.findall(" ".join(said.split())))


def _below_the_title(doc: str | None) -> str:
    return (doc or "").partition("\n\n")[2].replace("``", "`").strip() + "\n"
