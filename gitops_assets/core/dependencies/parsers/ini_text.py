"""INI files with lines, as setuptools reads them; own, because configparser forgets where things stood."""

from dataclasses import dataclass, field

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.located import Located, Place

_MARKERS = ("<<<<<<< ", ">>>>>>> ")


def read_ini(text: str) -> Located:
    """Sections of keys, each with the list of its lines (``value[section][key][nth]``), blank ones left out.

    Keys are lower case, as configparser has them. Raises :class:`Malformed`.
    """
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), 1):
        reading.line(line.rstrip(), number)
    return Located(reading.value, reading.found, tuple(reading.repeated))


@dataclass(slots=True)
class _Reading:
    value: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    found: dict[Place, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    section: str | None = None
    key: str | None = None

    def line(self, line: str, number: int) -> None:
        """Take in the next line; raises :class:`Malformed`."""
        bare = line.strip()
        if bare.startswith(("#", ";")) or not bare:
            return
        if line.startswith(_MARKERS):
            raise Malformed("has merge-conflict markers", number)
        if self.key is not None and line[0].isspace():
            self._more(bare, number)
        elif bare.startswith("["):
            self._open(bare, number)
        else:
            self._pair(bare, number)

    def _open(self, bare: str, number: int) -> None:
        name, closed, _ = bare[1:].partition("]")
        if not closed:
            raise Malformed("is no INI file: a section's name has no end", number)
        if name in self.value:
            self.repeated.append((name, number))
        self.section, self.key = name, None
        self.value.setdefault(name, {})
        self.found.setdefault((name,), number)

    def _pair(self, bare: str, number: int) -> None:
        ends = [at for at in (bare.find("="), bare.find(":")) if at >= 0]
        if self.section is None or not ends:
            raise Malformed("is no INI file: a line is neither a section nor a key", number)
        key = bare[: min(ends)].strip().lower()
        if key in self.value[self.section]:
            self.repeated.append((key, number))
        self.key = key
        self.value[self.section][key] = []
        self.found[self.section, key] = number
        if value := bare[min(ends) + 1 :].strip():
            self._more(value, number)

    def _more(self, value: str, number: int) -> None:
        if self.section is not None and self.key is not None:
            lines = self.value[self.section][self.key]
            self.found[self.section, self.key, len(lines)] = number
            lines.append(value)
