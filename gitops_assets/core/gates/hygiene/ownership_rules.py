"""CODEOWNERS files as GitHub and GitLab read them.

GitHub: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
GitLab: https://docs.gitlab.com/user/project/codeowners/reference/
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PLACES = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
}
"""Where each forge looks, in this order; the first file that is there counts."""

RULES = 2_000
"""Rules of one file that are read; GitHub refuses files of more than 3 MB."""

_SECTION = re.compile(r"\^?\[([^\]\n]+)\](?:\[\d+\])?(?=\s|\Z)")
_WORDS = re.compile(r"(?:\\.|[^\s\\])+")
_OWNER = re.compile(
    r"@@?[A-Za-z0-9_](?:[\w.-]{0,100})(?:/[\w.-]{1,100}){0,20}(?:\[bot\])?|[^\s@]{1,100}@[^\s@]{1,200}"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: whom the paths that fit a pattern belong to; ``section`` is GitLab's, in lower case."""

    pattern: str
    owners: tuple[str, ...]
    line: int
    section: str = ""


def rules_of(text: str) -> Iterator[Rule]:
    """The rules in their order; headings of sections are none."""
    section, count = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        heading = _SECTION.match(bare)
        if heading:
            section = heading[1].lower()
        elif bare and not bare.startswith("#"):
            count += 1
            if count > RULES:
                return
            pattern, *owners = _WORDS.findall(bare.partition(" #")[0]) or [""]
            yield Rule(pattern.replace("\\ ", " "), tuple(owners), number, section)


def is_owner(word: str) -> bool:
    """Whether a word can be an owner: ``@user``, ``@org/team``, ``@@role`` or an address."""
    return _OWNER.fullmatch(word) is not None


def has_sections(text: str) -> bool:
    """Whether a file is written for GitLab."""
    return any(_SECTION.match(line.strip()) for line in text.split("\n"))
