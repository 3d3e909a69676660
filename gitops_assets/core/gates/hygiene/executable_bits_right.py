"""What starts with `#!` can be run, and what can be run says how.

A script without the bit fails with "permission denied" on the machine of everybody but its author. A text
with the bit and without a first line that names an interpreter is run by whatever shell is at hand. Modules
of a language that are mostly imported are not asked for the bit.

Source: [pre-commit-hooks, check-shebang-scripts-are-executable](https://github.com/pre-commit/pre-commit-hooks#check-shebang-scripts-are-executable).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.own_files import own
from gitops_assets.core.gates.hygiene.shebangs import SHEBANGS
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity
from gitops_assets.core.tree import Mode

_ODD_SHARE = 3
"""Where at least one file in so many is executable, a file system without the bit made them so."""

_FEW = 20
_SOURCED = (".py", ".rb", ".pl", ".pm", ".js", ".mjs", ".cjs", ".ts", ".php", ".lua", ".r", ".groovy", ".kts")
_TEMPLATES = (
    ".in",
    ".j2",
    ".jinja",
    ".jinja2",
    ".tmpl",
    ".tpl",
    ".erb",
    ".template",
    ".mustache",
    ".ejs",
    ".tt",
)
_TEXTS = (
    ".md",
    ".rst",
    ".txt",
    ".adoc",
    ".html",
    ".xml",
    ".svg",
    ".json",
    ".yml",
    ".yaml",
    ".patch",
    ".cast",
)
_WINDOWS = (".bat", ".cmd", ".ps1", ".exe", ".com", ".dll", ".jar")
_SOURCED_NAME = re.compile(
    r"(?:^|/)(?:[^/]*te?mpla?te?s?/(?:[^/]+/)*[^/]+|lib/[^/]+|(?:utils?|common|lib|functions?|helpers?|env|setup[-_]env)"
    r"\.(?:ba|z|k)?sh|\.[^/]+)\Z",
    re.IGNORECASE,
)
"""Scripts that others read in, and what becomes a script elsewhere."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag scripts without the bit, and texts with it that no interpreter can be told of."""
    files = facts.files
    scripts = [path for path, _ in files.hits(SHEBANGS) if own(path)]
    for path in scripts:
        if files.mode(path) is Mode.FILE and not _other_use(path):
            yield _finding(facts, path, f"{shown(path)} begins with #! and is not executable.", "+x")
    bits = [path for path in files.paths if files.mode(path) is Mode.EXECUTABLE and own(path)]
    if len(bits) > _FEW and len(bits) * _ODD_SHARE > len(files.paths):
        yield Finding(
            message=f"{len(bits)} files are executable, whatever they hold.",
            path=".",
            remedy="Take the bit from what is no script with git update-index --chmod=-x.",
            subject=".",
        )
        return
    for path in _unmarked(files, bits):
        yield _without_interpreter(facts, path)


def _other_use(path: str) -> bool:
    """Imported, included, rendered first, or shown in a text."""
    ended = path.lower().endswith((*_SOURCED, *_TEMPLATES, *_TEXTS, *_WINDOWS))
    return ended or _SOURCED_NAME.search(path) is not None


def _unmarked(files: TreeFacts, paths: list[str]) -> Iterator[str]:
    asked = [path for path in paths if not path.lower().endswith((*_WINDOWS, *_TEMPLATES))]
    for file in files.texts(asked):
        if file.text.strip() and not file.text.startswith(("#!", ":", "\x7f")):
            yield file.path


def _without_interpreter(facts: Facts, path: str) -> Finding:
    found = _finding(facts, path, f"{shown(path)} is executable and does not begin with #!.", "-x")
    script = path.endswith((".sh", ".bash")) or "." not in path.rpartition("/")[2]
    return replace(found, remedy="Begin it with a line such as #!/bin/sh.") if script else found


def _finding(facts: Facts, path: str, message: str, bit: str) -> Finding:
    remedy = facts.git("update-index", f"--chmod={bit}", operands=(path,))
    return Finding(message=message, path=path, remedy=remedy, subject=path)


GATE = Gate(
    id="executable-bits-right",
    title="Scripts are executable, and nothing else is",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Set the bit with `git update-index --chmod=+x FILE`, or take it away with -x.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
)
