"""What is wrong with a file that a person wrote, where, and what to write instead."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 50
"""Faults that the text of :class:`FleetFaults` lists before it only counts the rest."""

_LONGEST_GUESS = 64


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a file. Lines start at 1, columns too; ``where`` is the path of keys."""

    line: int
    column: int
    where: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.where}: {self.message}; {self.hint}"


class FleetFaults(Exception):  # noqa: N818 - it carries faults and reads as what it is
    """Everything that is wrong with one fleet.yaml, in the order of its lines."""

    def __init__(self, faults: Iterable[Fault], name: str = "fleet.yaml") -> None:
        self.faults = tuple(sorted(faults))
        self.name = name
        super().__init__(self._text())

    def _text(self) -> str:
        count = len(self.faults)
        counted = "1 fault" if count == 1 else f"{count} faults"
        lines = [f"{self.name} has {counted}; nothing of it was used"]
        lines += [f"  {self.name}:{fault}" for fault in map(_brief, self.faults[:SHOWN])]
        if count > SHOWN:
            lines.append(f"  and {count - SHOWN} more")
        lines.append(f"Correct {'this line' if count == 1 else 'these lines'} and run the command again.")
        return "\n".join(lines)


class InventoryFault(Exception):  # noqa: N818 - a fault of the inventory, not of the program
    """A source of the inventory that cannot be read as one; ``line`` is None where it is not known."""

    def __init__(self, source: str, message: str, hint: str, line: int | None = None) -> None:
        self.source = source
        self.message = message
        self.hint = hint
        self.line = line
        where = source or "the inventory"
        super().__init__(f"{where}{f' line {line}' if line else ''}: {message}; {hint}")


def did_you_mean(word: str, known: Collection[str], otherwise: str = "choose one of") -> str:
    """The nearest known word as a question, or all of them; never more than one line."""
    near = get_close_matches(word, known, n=1) if len(word) <= _LONGEST_GUESS else []
    if near:
        return f"did you mean {near[0]!r}?"
    return f"{otherwise}: {', '.join(known)}" if known else "remove it"


def _brief(fault: Fault) -> str:
    return f"{fault.line}:{fault.column}: {fault.where}: {fault.message}; {fault.hint}"
