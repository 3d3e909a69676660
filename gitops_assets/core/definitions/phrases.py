"""What must hold of files, as people say it: ``README.md exists``, ``LICENSE contains Apache``."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What a phrase claims of a file."""

    EXISTS = "exists"
    ABSENT = "is absent"
    CONTAINS = "contains"
    LACKS = "does not contain"
    FITS = "fits"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: ``path`` is a path or a pattern; ``what`` a text, or the path of a JSON Schema."""

    path: str
    verb: Verb
    what: str = ""

    def __str__(self) -> str:
        return f"{self.path} {self.verb} {self.what}".rstrip()


_SPOKEN = {
    "must exist": Verb.EXISTS,
    "exists": Verb.EXISTS,
    "does not exist": Verb.ABSENT,
    "must not exist": Verb.ABSENT,
    "is absent": Verb.ABSENT,
}
_WITH_OBJECT = re.compile(r"^(\S.*?) (does not contain|contains|fits|matches schema) (\S.*)$")
_HINT = (
    "write 'PATH exists', 'PATH is absent', 'PATH contains TEXT', 'PATH does not contain TEXT', "
    "or 'PATH fits SCHEMA'"
)


def read_claim(text: str) -> Claim:
    """The claim that a phrase makes; raises ``ValueError`` where it is none."""
    said = text.strip()
    if len(said) > 1000 or not said.isprintable():
        raise ValueError(f"this is no check; {_HINT}")
    if found := _WITH_OBJECT.match(said):
        verb = Verb.FITS if found[2] == "matches schema" else Verb(found[2])
        return Claim(_unquoted(found[1]), verb, _unquoted(found[3]))
    for words, verb in _SPOKEN.items():
        if said.endswith(f" {words}"):
            return Claim(_unquoted(said.removesuffix(words).strip()), verb)
    raise ValueError(f"this is no check; {_HINT}")


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else text
