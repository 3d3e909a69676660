"""The lines that findings stand at, for readers who have no checkout; never where they may hold a secret.

A line is shown only if nothing in its whole file has the form of a secret, the file is of no kind that keeps
secrets, and neither it nor its neighbours give a value to something that is called like one.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Gate, Need
from gitops_assets.core.gates.secrets import SECRETS
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.model import FindingRecord
from gitops_assets.core.tree import Mode

WIDTH = 200
"""Characters of a line that are shown."""

AROUND = 1
"""Lines before and after the finding's own that are shown with it."""

_KEEPS_SECRETS = re.compile(
    r"(?:^|/)(?:\.env[^/]*|\.?netrc|\.npmrc|\.pypirc|\.htpasswd|\.pgpass|\.git-credentials|id_[a-z0-9]+"
    r"|[^/]*(?:secret|credential|password)[^/]*"
    r"|[^/]*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|tfvars|tfstate|ovpn))$",
    re.IGNORECASE,
)
_CALLED = r"(?:pass(?:word|wd|phrase)|pword|pwd|secret|token|credential|(?:api|auth|access|private)[_-]?key)"
_VALUE = r"[\"']?(?!(?:true|false|none|null|read|write|inherit|)(?:[\"',;\s]|$))[^\s$<{(]"
_NAMED_LIKE_ONE = re.compile(
    # An assignment in any language, or the name and value of a Dockerfile's ENV: those are in capitals.
    rf"(?i:{_CALLED}[\w.-]{{0,40}}[\"'\]]{{0,2}}\s{{0,9}}[:=]{{1,2}}>?\s{{0,9}}{_VALUE})"
    rf"|{_CALLED.upper()}[A-Z0-9_]{{0,40}}\s{{1,9}}{_VALUE}"
)
_IN_ADDRESS = re.compile(r"://[^\s/@]{0,200}@")


def quoted(
    facts: Facts, gates: Iterable[Gate], records: Iterable[FindingRecord]
) -> tuple[FindingRecord, ...]:
    """The findings, each with the lines it stands at where those may be shown."""
    tree = facts.tree
    if tree is None:
        return tuple(records)
    shows = {gate.id for gate in gates if gate.quotes and Need.TREE in gate.needs}
    hidden = {path for path, _ in facts.detected.hits} if facts.detected else set[str]()
    texts: dict[str, tuple[str, ...]] = dict.fromkeys(hidden, ())
    return tuple(_quoted(tree, record, texts) if record.gate in shows else record for record in records)


def first_line(line: int) -> int:
    """The line at which the snippet of a finding in that line begins."""
    return max(1, line - AROUND)


def _quoted(tree: TreeFacts, record: FindingRecord, texts: dict[str, tuple[str, ...]]) -> FindingRecord:
    if record.path not in texts:
        texts[record.path] = _lines(tree, record.path)
    return replace(record, snippet=snippet(texts[record.path], record.line))


def snippet(lines: tuple[str, ...], line: int) -> str | None:
    """The line with its neighbours, each cut to :data:`WIDTH`; None where there is none to show."""
    if not 1 <= line <= len(lines):
        return None
    # Cut before anything is searched: a line may be megabytes long, and what is cut off is not shown.
    shown = [_cut(each) for each in lines[first_line(line) - 1 : line + AROUND]]
    telling = any(_NAMED_LIKE_ONE.search(each) or _IN_ADDRESS.search(each) for each in shown)
    return None if telling else "\n".join(shown)


def _cut(line: str) -> str:
    line = line.rstrip("\r")
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def _lines(tree: TreeFacts, path: str) -> tuple[str, ...]:
    """The lines of a file that may be shown; none where it may not, or cannot be read."""
    if path not in tree or _KEEPS_SECRETS.search(path) or tree.mode(path) is Mode.LINK:
        return ()
    try:
        text = tree.text(path).text
        return () if tree.hits_in(path, SECRETS) else tuple(text.split("\n"))
    except NotKnown:
        return ()
