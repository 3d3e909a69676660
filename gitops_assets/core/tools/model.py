"""What a linter is to us: how it is asked, and how its output becomes results."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from gitops_assets.core.model import Severity

RESULT_LIMIT = 5_000
"""Results of one program that are read; the gate tells fewer still."""


class Unreadable(Exception):  # noqa: N818 - reads as the sentence it is
    """The output is not what the program promised; the message completes "its output …"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    """One thing that a linter says. ``path`` is relative to the tree, empty where none is named.

    ``mark`` is what the linter itself tells its results apart by, without lines; ``help`` an https address.
    """

    message: str
    rule: str = ""
    severity: Severity = Severity.MEDIUM
    path: str = ""
    line: int = 1
    mark: str = ""
    help: str = ""


Reader = Callable[[str], Iterable[ToolResult]]
"""Output to results; raises :class:`Unreadable`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One linter. ``argv`` begins with the program and never lets it use the network or run foreign code.

    Where ``files`` has patterns the matching files are appended as ``./path``, otherwise it walks the tree by
    itself, and only where a file fits one of ``wants``. ``fine`` are the exit codes that come with an answer.
    ``doc`` is the module's docstring.
    """

    id: str
    title: str
    doc: str
    argv: tuple[str, ...]
    read: Reader
    version: tuple[str, ...] = ("--version",)
    files: tuple[str, ...] = ()
    wants: tuple[str, ...] = ("*",)
    fine: frozenset[int] = frozenset({0, 1})
    environment: Mapping[str, str] = field(default_factory=dict)
