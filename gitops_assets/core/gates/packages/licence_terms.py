"""Whether a licence expression leaves any way to use a package without a denied licence.

Source: [SPDX licence expressions](https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/).
"""

import re
from collections.abc import Callable

LONGEST = 500
"""Characters of an expression that are read; a longer one is not known."""

_TOKEN = re.compile(r"[()]|[^\s()/]+|/")
_BINDS = {"OR": 1, "/": 1, "AND": 2}
"""Old npm and composer manifests write ``MIT/Apache-2.0`` for a choice."""


def denied(expression: str, is_denied: Callable[[str], bool]) -> bool:
    """Whether every alternative of the expression needs a denied licence; False for what is none."""
    values: list[bool] = []
    waiting: list[str] = []
    spared = False
    for token in _TOKEN.findall(expression[:LONGEST]):
        word = token.upper()
        if spared:
            spared = False
        elif word == "WITH":
            spared = True
        elif word == "(":
            waiting.append(word)
        elif word == ")":
            _reduce(values, waiting, 0)
            if waiting:
                waiting.pop()
        elif word in _BINDS:
            _reduce(values, waiting, _BINDS[word])
            waiting.append(word)
        else:
            values.append(is_denied(token))
    while waiting:
        _reduce(values, waiting, 0)
        if waiting:
            waiting.pop()
    return bool(values) and values[-1]


def _reduce(values: list[bool], waiting: list[str], least: int) -> None:
    """Apply the operators on top that bind at least as strongly, up to a parenthesis."""
    while waiting and waiting[-1] != "(" and _BINDS[waiting[-1]] >= least:
        operator = waiting.pop()
        if len(values) > 1:
            right, left = values.pop(), values.pop()
            values.append(left or right if operator == "AND" else left and right)
