"""A JSON document from anybody, read value by value: what is not as it should be is named with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from gitops_assets.core.text import display

Word = TypeVar("Word", bound=StrEnum)
LARGEST = 2**63 - 1
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SHOWN = 60


class Unimportable(Exception):  # noqa: N818 - reads as the sentence it is
    """A document that cannot be brought in; the message says where in it and why, and nothing was written."""


@dataclass(frozen=True, slots=True)
class At:
    """A value of the document and where it stands: ``findings[3].severity``, or a line of a stream."""

    value: Any
    place: str = ""

    def __getitem__(self, key: str) -> "At":
        """The member of this name; raises without one."""
        known = self._a(dict, "an object")
        if key not in known:
            raise self.wrong(f"has no {key!r}")
        return At(known[key], f"{self.place}.{key}" if self.place else key)

    def get(self, key: str) -> "At | None":
        """The member of this name; None without one, or where it is null."""
        known = self._a(dict, "an object")
        return self[key] if known.get(key) is not None else None

    def rows(self) -> Iterator["At"]:
        """Every value of a list."""
        for nth, value in enumerate(self._a(list, "a list")):
            yield At(value, f"{self.place}[{nth}]")

    def text(self) -> str:
        """A text that a database keeps: no NUL, no half of a character."""
        text: str = self._a(str, "a text")
        if _UNSTORABLE.search(text):
            raise self.wrong("holds a NUL or half of a surrogate pair")
        return text

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(each.text() for each in self.rows())

    def whole(self) -> int:
        """A whole number of 64 bits."""
        number: int = self._a(int, "a whole number")
        if isinstance(number, bool) or abs(number) > LARGEST:
            raise self.wrong("is no whole number of 64 bits")
        return number

    def number(self, least: float, most: float) -> float:
        """A number from ``least`` to ``most``."""
        number: float = self._a((int, float), "a number")
        if isinstance(number, bool) or not least <= number <= most:
            raise self.wrong(f"is no number from {least:g} to {most:g}")
        return float(number)

    def truth(self) -> bool:
        """True or false."""
        known: bool = self._a(bool, "true or false")
        return known

    def word(self, words: type[Word]) -> Word:
        """One of these words."""
        text = self.text()
        if text not in {each.value for each in words}:
            raise self.wrong(f"is {_shown(text)}, which is none of {', '.join(words)}")
        return words(text)

    def moment(self) -> int:
        """Epoch seconds of an ISO 8601 time in UTC."""
        text = self.text()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise self.wrong(f"is {_shown(text)}, which is no time of ISO 8601") from None
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())

    def wrong(self, why: str) -> Unimportable:
        """The fault of this place."""
        return Unimportable(f"{self.place or 'the document'} {why}")

    def _a(self, kind: type | tuple[type, ...], named: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
        if not isinstance(self.value, kind):
            raise self.wrong(f"is {_shown(repr(self.value))}, which is not {named}")
        return self.value


def _shown(text: str) -> str:
    shown = display(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
