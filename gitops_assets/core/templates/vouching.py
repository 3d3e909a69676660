"""Which answers may meet a shell: tasks of a trusted template run with what is answered, unquoted.

The fleet trusts a template, not the repositories that follow it. What one of these says, in its provenance or
by the name of its branch, passes only as words that every shell takes as they stand (POSIX, 2.2 Quoting).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.templates.model import Answers

_PLAIN = re.compile(r"(?!-)(?:[\w./@+:,-]| (?!-))*")


def unvouched(told: Answers, vouched: Answers) -> Iterator[str]:
    """Names of answers that a shell would read more into, and that ``vouched`` does not give just so."""
    for name, value in told.items():
        given = name in vouched and vouched[name] == value
        if not given and not all(map(_PLAIN.fullmatch, _texts(value))):
            yield name


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from map(str, value)
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
