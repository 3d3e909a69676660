"""Gates over what programs say: an exit code, or results that are read from their output."""

import re
from collections.abc import Callable, Iterable, Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import Finding
from gitops_assets.core.gates.program_facts import ProgramAnswer
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity
from gitops_assets.core.tools.model import RESULT_LIMIT, Reader, ToolResult, Unreadable

_COUNTS = re.compile(r"\d+")
"""What moves by itself in a message: lines, lengths, columns."""

_SIGNALS = range(129, 160)
"""How a parent tells that a signal ended its child (POSIX, 2.8.2)."""

_UNSTARTED = frozenset({126, 127})
"""Exit codes of something that could not be started (POSIX, 2.8.2)."""


def by_code(gate_id: str, argv: tuple[str, ...]) -> Callable[[Facts], Iterable[Finding]]:
    """The question whether a program exits with 0."""

    def find(facts: Facts) -> Iterator[Finding]:
        """Flag a program that does not exit with 0."""
        answer = facts.answer(gate_id)
        if answer.code is None or answer.code < 0 or answer.code in _SIGNALS:
            raise NotKnown(f"{answer.named} was ended by a signal")
        if answer.code in _UNSTARTED:
            raise NotKnown(f"{answer.named} could not be started: {answer.said or 'it says nothing'}")
        if answer.code:
            said = f": {answer.said}" if answer.said else ""
            yield Finding(
                message=f"{shown(command(*argv))} exited with {answer.code}{said}".rstrip(".") + ".",
                path=".",
                remedy=command(*argv),
                subject=command(*argv),
            )

    return find


def by_results(
    gate_id: str, read: Reader, threshold: Severity, fine: frozenset[int] | None = None
) -> Callable[[Facts], Iterable[Finding]]:
    """The question whether a program has nothing to say that is at least as bad as ``threshold``."""

    def find(facts: Facts) -> Iterator[Finding]:
        """Flag every result that is bad enough."""
        answer = facts.answer(gate_id)
        if fine is not None and answer.code not in fine:
            why = f": {answer.said}" if answer.said else ""
            raise NotKnown(f"{answer.named} exited with {answer.code}{why}")
        results = 0
        for result in _results(answer, read):
            results += 1
            if result.severity.rank <= threshold.rank:
                yield _finding(result, answer)
        if results >= RESULT_LIMIT:
            raise NotKnown(f"of {answer.named} only the first {RESULT_LIMIT:,} results are read")
        if not results and fine is not None and answer.code:
            why = f": {answer.said}" if answer.said else ""
            raise NotKnown(f"{answer.named} exited with {answer.code} and found nothing{why}")

    return find


def _results(answer: ProgramAnswer, read: Reader) -> Iterator[ToolResult]:
    try:
        yield from read(answer.out)
    except Unreadable as error:
        raise NotKnown(f"the output of {answer.named} {error}") from None


def _finding(result: ToolResult, answer: ProgramAnswer) -> Finding:
    """The tool's words in ours; what it knows its result by tells it apart, else rule, file and message."""
    rule = f"{shown(result.rule)}: " if result.rule else ""
    look = (
        f"See {result.help}." if result.help else f"Do what {shown(result.rule or answer.program)} asks for."
    )
    marks = (result.path, result.rule, result.mark or _COUNTS.sub("#", result.message))
    return Finding(
        message=f"{rule}{result.message.rstrip('.')}, says {answer.named}.",
        path=result.path or ".",
        line=result.line,
        remedy=look,
        subject=":".join(marks),
        severity=result.severity,
    )


def nothing_to_ask(_facts: Facts) -> Iterable[Finding]:
    """Flag nothing: the definition does not say what is asked."""
    raise NotKnown("no command is given: add 'command', 'tool', 'mcp' or 'check' to the gate's definition")
