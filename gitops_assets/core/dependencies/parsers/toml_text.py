"""TOML with lines: the values from the standard's parser, the lines from one scan over headers and keys."""

import re
from collections.abc import Iterator

import tomli

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.faults import malformed
from gitops_assets.core.dependencies.parsers.located import DEPTH, VALUES, Located, Place

_AT = re.compile(r"at line (\d+)")
_AT_PLACE = re.compile(r" \(at [^()]*\)$")
# One step of the scan: what can hide a bracket, an equals sign or a line's end comes first.
_PIECE = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}|\'\'\'(?:[^\']++|\'(?!\'\'))*+\'{3,5}'
    r'|"(?:[^"\\\n]++|\\.)*+"|\'[^\'\n]*+\'|\#[^\n]*+|[\[\]{}=,\n]|[A-Za-z0-9_.+:-]++',
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_KEY = re.compile(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')


def read_toml(text: str) -> Located:
    """The table of a TOML text; raises :class:`Malformed`."""
    try:
        value = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise malformed(text, "TOML", _AT_PLACE.sub("", str(error)), line) from None
    except RecursionError:
        raise Malformed("is nested too deeply") from None
    except ValueError as error:
        raise malformed(text, "TOML", error) from None
    scan = _Scan(text.replace("\r\n", "\n"))
    scan.run()
    return Located(value, scan.found)


class _Scan:
    """A walk over a text that is known to be TOML, so that nothing here has to be checked again."""

    def __init__(self, text: str) -> None:
        self._pieces = _pieces(text)
        self._table: Place = ()
        self._counts: dict[Place, int] = {}
        self.found: dict[Place, int] = {}

    def run(self) -> None:
        """Note the line of every table and key."""
        start: list[str] = []
        for piece, line in self._pieces:
            if piece == "\n":
                start = []
            elif piece == "[" and not start:
                self._header(line)
            elif piece == "=":
                self._pair(self._table, "".join(start), line)
                start = []
            elif not piece.startswith("#"):
                start.append(piece)

    def _header(self, line: int) -> None:
        name: list[str] = []
        opened = 1
        for piece, _ in self._pieces:
            if piece == "[":
                opened += 1
            elif piece == "]":
                break
            else:
                name.append(piece)
        place = self._standing(_steps("".join(name)))
        if opened == 2:
            nth = self._counts.get(place, -1) + 1
            self._counts[place] = nth
            place = (*place, nth)
        self._table = place
        for end in range(1, len(place)):
            self.found.setdefault(place[:end], line)
        self._note(place, line)

    def _standing(self, steps: Place) -> Place:
        """The place of a header: inside an array of tables, the names above mean its last table."""
        place: Place = ()
        for nth, step in enumerate(steps):
            place = (*place, step)
            if place in self._counts and nth < len(steps) - 1:
                place = (*place, self._counts[place])
        return place

    def _note(self, place: Place, line: int) -> None:
        if len(place) > DEPTH:
            raise Malformed("is nested too deeply", line)
        if len(self.found) >= VALUES:
            raise Malformed(f"has more than {VALUES:,} keys and items", line)
        self.found[place] = line

    def _pair(self, table: Place, key: str, line: int) -> None:
        place = table
        for step in _steps(key):
            place = (*place, step)
            if place not in self.found:
                self._note(place, line)
        self._value(place)

    def _value(self, place: Place) -> None:
        piece, _ = next(self._pieces, ("\n", 0))
        if piece == "[":
            self._array(place)
        elif piece == "{":
            self._inline(place)

    def _array(self, place: Place) -> None:
        nth = 0
        for piece, line in self._pieces:
            if piece == "]":
                return
            if piece == ",":
                nth += 1
            elif piece != "\n" and not piece.startswith("#"):
                if (*place, nth) not in self.found:
                    self._note((*place, nth), line)
                if piece == "[":
                    self._array((*place, nth))
                elif piece == "{":
                    self._inline((*place, nth))

    def _inline(self, place: Place) -> None:
        key: list[str] = []
        for piece, line in self._pieces:
            if piece == "}":
                return
            if piece == "=":
                self._pair(place, "".join(key), line)
                key = []
            elif piece == ",":
                key = []
            elif piece != "\n" and not piece.startswith("#"):
                key.append(piece)


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for found in _PIECE.finditer(text):
        piece = found[0]
        yield piece, line
        line += piece.count("\n") if piece[0] in "\n\"'" else 0


def _steps(key: str) -> Place:
    if _BARE.fullmatch(key):
        return (key,)
    return tuple(_unquoted(found) for found in _KEY.finditer(key))


def _unquoted(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2] if found[2] is not None else found[3]
    try:
        return str(tomli.loads(f'k = "{found[1]}"')["k"])
    except tomli.TOMLDecodeError:
        return found[1]
