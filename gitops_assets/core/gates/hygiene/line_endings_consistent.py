"""The lines of a file end alike, and as those of its kind do.

Some lines with CRLF and others with LF make diffs that nobody can read, scripts that do not start and hashes
that differ between machines. A file that is CRLF throughout is flagged only where most files of its kind are
not, and never where .gitattributes wants it so.

Source: [gitattributes, end-of-line conversion](https://git-scm.com/docs/gitattributes#_end_of_line_conversion).
"""

from collections import Counter
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.attributes import attribute_rules, keeps_crlf
from gitops_assets.core.gates.hygiene.line_ends import LINE_ENDS, MIXED
from gitops_assets.core.gates.hygiene.own_files import own
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity

_WINDOWS = frozenset(
    {"bat", "cmd", "ps1", "psm1", "psd1", "reg", "vbs", "inf", "rc", "sln", "csproj", "resx"}
)
_BY_RULE = frozenset({"patch", "diff", "eml", "ics", "vcf", "http", "csv", "svg", "pem", "crt", "min"})
"""Endings of formats that demand CRLF, or that quote lines of others."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each file with lines that end in both ways, and each CRLF file among others of its kind."""
    files = facts.files
    hits = [(path, hit) for path, hit in files.hits(LINE_ENDS) if own(path) and _asked(path)]
    if not hits:
        return
    rules, windows = files.once(attribute_rules), Counter(_kind(path) for path, _ in hits)
    kinds = Counter(map(_kind, files.paths))
    for path, hit in hits:
        usual = windows[_kind(path)] * 2 >= kinds[_kind(path)]
        if keeps_crlf(rules, path) or (usual and hit.what != MIXED):
            continue
        mixed = f"mixes CRLF and LF: its first {hit.shown} line is here"
        alien = "ends its lines with CRLF, unlike most files of its kind"
        yield Finding(
            message=f"{shown(path)} {mixed if hit.what == MIXED else alien}.",
            path=path,
            line=hit.line,
            remedy=f"Run {command('dos2unix', '--', path)}, and say `* text=auto` in .gitattributes.",
            subject=path,
        )


def _asked(path: str) -> bool:
    """Any ending of a name counts: ``make.bat.in`` becomes a file for Windows."""
    return (_WINDOWS | _BY_RULE).isdisjoint(path.rpartition("/")[2].lower().split(".")[1:])


def _kind(path: str) -> str:
    """The ending of a name in lower case; files without one are of a kind."""
    return path.rpartition("/")[2].lower().rpartition(".")[2] if "." in path.rpartition("/")[2] else ""


GATE = Gate(
    id="line-endings-consistent",
    title="Lines end alike",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Say `* text=auto` in .gitattributes and run `git add --renormalize .`.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
)
