"""One git configuration file, read without git: a spawn for each repository would cost half a status.

Syntax: git-config(1), "Syntax" and "Values". Includes are only reported, never followed: a repository that
uses them is read by git itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_SECTION = re.compile(r'\[([-.A-Za-z0-9]+)(?:[ \t]+"((?:[^"\\\n]|\\.)*)")?\]')
_KEY = re.compile(r"[A-Za-z][-A-Za-z0-9]*")
_PLAIN = re.compile(r'[ \t]*+=[ \t]*+([^"\\#;\n]*+)\n')
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", '"': '"', "\\": "\\"}
_TRUE = frozenset({"true", "yes", "on", "1"})


class ConfigError(ValueError):
    """The file is not a git configuration; the message names the line."""


@dataclass(frozen=True, slots=True)
class GitConfig:
    """Keys in git's canonical form (section and name lower-case, subsection as written) with all values."""

    values: dict[str, list[str | None]] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        """The last value, as git reads a single-valued key; None when unset or given without ``=``."""
        found = self.values.get(key)
        return found[-1] if found else None

    def truth(self, key: str) -> bool:
        """A boolean as git reads it: a key without ``=`` is true, an unset one false."""
        if key not in self.values:
            return False
        last = self.values[key][-1]
        return last is None or last.lower() in _TRUE

    def subsections(self, section: str) -> list[str]:
        """The names in ``[section "name"]``, in order of appearance, each once; a name may be empty."""
        prefix = f"{section}."
        parts = (key[len(prefix) :].rpartition(".") for key in self.values if key.startswith(prefix))
        return list(dict.fromkeys(name for name, dot, _ in parts if dot))

    @property
    def includes(self) -> bool:
        """Whether it pulls in other files."""
        return any(key.startswith(("include.", "includeif.")) for key in self.values)


def collect(pairs: Iterable[tuple[str, str | None]]) -> GitConfig:
    """A configuration from key/value pairs in order, later files after earlier ones."""
    config = GitConfig()
    for key, value in pairs:
        config.values.setdefault(key, []).append(value)
    return config


def parse_listing(out: bytes) -> Iterator[tuple[str, str, str | None]]:
    """Scope, key and value from ``git config --list --show-scope -z``."""
    fields = out.decode("utf-8", "surrogateescape").split("\0")
    for scope, pair in zip(fields[::2], fields[1::2], strict=False):
        key, newline, value = pair.partition("\n")
        yield scope, key, value if newline else None


@lru_cache(maxsize=4096)
def parse_config(text: str) -> tuple[tuple[str, str | None], ...]:
    """All settings of one file in order; raises :class:`ConfigError` where git would refuse it.

    Remembered by content: an audit reads each configuration twice, to name the repository and to look at it.
    """
    pairs: list[tuple[str, str | None]] = []
    section = ""
    scanner = _Scanner(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    while (character := scanner.skip_blank()) is not None:
        if character in "#;":
            scanner.skip_line()
        elif character == "[":
            section = _section(scanner)
        else:
            pairs.append(_setting(scanner, section))
    return tuple(pairs)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def error(self, why: str) -> ConfigError:
        """What is wrong here, with the line."""
        return ConfigError(f"{why} (line {self.text.count(chr(10), 0, self.at) + 1})")

    def skip_blank(self) -> str | None:
        """Pass over white space; gives what stands behind it, None at the end."""
        while self.at < len(self.text) and self.text[self.at] in " \t\n\v\f\r":
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else None

    def skip_line(self) -> None:
        """Go to the end of the line."""
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end

    def skip_spaces(self) -> None:
        """Pass over spaces and tabs."""
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def next(self) -> str:
        """Take one character, empty at the end."""
        character = self.text[self.at : self.at + 1]
        self.at += 1
        return character


def _section(scanner: _Scanner) -> str:
    match = _SECTION.match(scanner.text, scanner.at)
    if match is None:
        raise scanner.error("a section header is malformed")
    scanner.at = match.end()
    name, quoted = match.groups()
    if quoted is None:
        return f"{name.lower()}."
    subsection = re.sub(r"\\(.)", r"\1", quoted)
    return f"{name.lower()}.{subsection}."


def _setting(scanner: _Scanner, section: str) -> tuple[str, str | None]:
    match = _KEY.match(scanner.text, scanner.at)
    if match is None:
        raise scanner.error("a setting's name is malformed")
    scanner.at = match.end()
    key = section + match.group().lower()
    if plain := _PLAIN.match(scanner.text, scanner.at):  # nine lines of ten: no quotes, escapes or comments
        scanner.at = plain.end()
        return key, plain.group(1).rstrip()
    scanner.skip_spaces()
    following = scanner.text[scanner.at : scanner.at + 1]
    if following in ("", "\n", "#", ";"):
        return key, None
    if following != "=":
        raise scanner.error(f"{match.group()} is followed by neither '=' nor the end of the line")
    scanner.at += 1
    return key, _value(scanner)


def _value(scanner: _Scanner) -> str:
    scanner.skip_spaces()
    parts: list[str] = []
    kept = 0
    quoted = False
    while (character := scanner.next()) not in ("", "\n"):
        if character == '"':
            quoted = not quoted
        elif character == "\\":
            parts.append(_escape(scanner))
            kept = len(parts)
            continue
        elif character in "#;" and not quoted:
            scanner.skip_line()
            break
        else:
            parts.append(character)
        if quoted or not character.isspace():
            kept = len(parts)
    if quoted:
        raise scanner.error("a quoted value does not end")
    return "".join(parts[:kept])


def _escape(scanner: _Scanner) -> str:
    character = scanner.next()
    if character == "\n":
        return ""
    if character not in _ESCAPES:
        raise scanner.error(f"'\\{character}' is no escape that git knows")
    return _ESCAPES[character]
