"""The entries of requirements files as pip's own parser reads them: line and text; run beside pip."""

import json
import sys
from collections.abc import Iterator

from pip._internal.exceptions import PipError
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import parse_requirements


def entries(path: str) -> Iterator[list[str | None]]:
    """Line and text of every entry of one file, not of those that it includes."""
    for entry in parse_requirements(path, session):
        where, _, line = entry.comes_from.removesuffix(")").rpartition(" (line ")
        if where.removeprefix("-r ").removeprefix("-c ") == path:
            yield [line, "elsewhere" if entry.is_editable else entry.requirement]


session = PipSession()
answers: dict[str, object] = {}
for asked in json.load(sys.stdin):
    try:
        answers[asked] = list(entries(asked))
    except PipError as error:
        answers[asked] = str(error).partition("\n")[0]
json.dump(answers, sys.stdout)
