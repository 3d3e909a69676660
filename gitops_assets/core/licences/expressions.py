"""What a manifest says about a licence, as an SPDX expression that a policy can be held against.

Source of the grammar: https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

LONGEST = 500
"""Characters of an expression; a longer text is a licence or an attack, not the name of one."""

DEEPEST = 20
"""Parentheses within each other."""

_TOKEN = re.compile(r"[()]|[^\s()]+")
_SUFFIX = re.compile(r"(?:\+|-only|-or-later)\Z")
_CLASSIFIER = "License :: "
_VERSION = re.compile(r"\bversion\b|\bv(?=\d)|,")
_WORD = re.compile(r"[a-z0-9+.]+")
_ABBREVIATED = re.compile(r"\(([^()]*)\)\Z")
_FILLER = frozenset({"the", "license", "licence", "licensed", "software", "osi", "approved"})

_NAMES = {
    "mit": "MIT",
    "expat": "MIT",
    "isc": "ISC",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache2": "Apache-2.0",
    "apache2.0": "Apache-2.0",
    "bsd": "BSD-2-Clause OR BSD-3-Clause",
    "2 clause bsd": "BSD-2-Clause",
    "bsd 2 clause": "BSD-2-Clause",
    "simplified bsd": "BSD-2-Clause",
    "3 clause bsd": "BSD-3-Clause",
    "bsd 3 clause": "BSD-3-Clause",
    "modified bsd": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "gpl": "GPL-1.0-or-later",
    "gnu general public": "GPL-1.0-or-later",
    "lgpl": "LGPL-2.0-or-later",
    "mpl 2.0": "MPL-2.0",
    "mozilla public 2.0": "MPL-2.0",
    "epl 2.0": "EPL-2.0",
    "eclipse public 2.0": "EPL-2.0",
    "boost 1.0": "BSL-1.0",
    "unlicense": "Unlicense",
    "cc0": "CC0-1.0",
    "cc0 1.0 universal": "CC0-1.0",
    "python foundation": "PSF-2.0",
    "psf": "PSF-2.0",
    "zlib": "Zlib",
    "zlib libpng": "Zlib",
    "zope public": "ZPL-2.1",
}
"""What people write, without case, punctuation and words that say nothing."""

_GNU = re.compile(
    r"(?:gnu )?(?P<which>lesser general public|affero general public|general public|lgpl|agpl|gpl)"
    r" ?(?P<version>[123](?:\.[01])?)(?P<later>\+| or later| or any later)?\Z"
)
_WHICH = {"lesser general public": "LGPL", "affero general public": "AGPL", "general public": "GPL"}


@dataclass(frozen=True, slots=True)
class Expression:
    """A licence expression in SPDX's own spelling."""

    text: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The licences that it names, each once and without an exception."""
        tokens = _TOKEN.findall(self.text)
        after = ("", *tokens)
        names = (name for name, before in zip(tokens, after, strict=False) if before != "WITH")
        return tuple(dict.fromkeys(name for name in names if name not in _SYNTAX))

    def allowed_by(self, allowed: Collection[str]) -> bool:
        """Whether somebody who accepts these licences may use what is under this one: OR leaves the choice.

        Names of one family are the same (``GPL-3.0`` is ``GPL-3.0-only``); an exception only gives more.
        """
        families = frozenset(family(name) for name in allowed)
        return self.holds(lambda name: family(name.partition(" WITH ")[0]) in families or name in allowed)

    def holds(self, admits: Callable[[str], bool]) -> bool:
        """The truth of the expression where each licence, its exception with it, is true or not."""
        return _either(_TOKEN.findall(self.text)[::-1], admits)


_SYNTAX = frozenset({"AND", "OR", "WITH", "(", ")"})


def family(name: str) -> str:
    """A licence's name without what it says of later versions, in lower case."""
    return _SUFFIX.sub("", name).lower()


def expression_of(written: str) -> Expression | None:
    """What a manifest wrote as an expression: SPDX, ``MIT/Apache-2.0``, a classifier or a common name.

    None where that is not certain, for texts of whole licences, and for ``UNLICENSED``.
    """
    text = written.strip()
    if not 0 < len(text) <= LONGEST or _depth(text) > DEEPEST:
        return None
    plain = text.rpartition(" :: ")[2] if text.startswith(_CLASSIFIER) else text
    spelled = (plain, plain.replace("/", " OR "), _named(plain))
    return next((found for each in spelled if each and (found := _canonical(each))), None)


def _canonical(text: str) -> Expression | None:
    try:
        return Expression(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        return None


def _named(text: str) -> str | None:
    lowered = _VERSION.sub(" ", _ABBREVIATED.sub("", text.lower()))
    words = [word for word in _WORD.findall(lowered) if word not in _FILLER]
    name = " ".join(word.removesuffix(".") for word in words)
    gnu = _GNU.match(re.sub(r"gpl\s*v?\s*(?=\d)", "gpl ", name))
    return _gnu_named(gnu) if gnu else _NAMES.get(name)


def _gnu_named(found: re.Match[str]) -> str:
    which = _WHICH.get(found["which"]) or found["which"].upper()
    version = found["version"] if "." in found["version"] else f"{found['version']}.0"
    return f"{which}-{version}-{'or-later' if found['later'] else 'only'}"


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _either(rest: list[str], admits: Callable[[str], bool]) -> bool:
    """``rest`` are the tokens, the next one last; they are a valid expression."""
    holds = _both(rest, admits)
    while rest and rest[-1] == "OR":
        rest.pop()
        holds = _both(rest, admits) or holds
    return holds


def _both(rest: list[str], admits: Callable[[str], bool]) -> bool:
    holds = _one(rest, admits)
    while rest and rest[-1] == "AND":
        rest.pop()
        holds = _one(rest, admits) and holds
    return holds


def _one(rest: list[str], admits: Callable[[str], bool]) -> bool:
    token = rest.pop()
    if token == "(":  # noqa: S105 - a bracket, not a password
        holds = _either(rest, admits)
        rest.pop()
        return holds
    if rest and rest[-1] == "WITH":
        rest.pop()
        token = f"{token} WITH {rest.pop()}"
    return admits(token)
