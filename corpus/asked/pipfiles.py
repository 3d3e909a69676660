"""Entries of Pipfiles and their locks as plette, Pipenv's own library, loads them."""

import io
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from plette import Lockfile, Pipfile

SETTINGS = {"source", "requires", "scripts", "pipenv", "_meta"}


def facts(loaded: Mapping[str, Any]) -> Iterator[list[str]]:
    """Name and demand of every entry of every category."""
    for category, entries in loaded.items():
        if category not in SETTINGS:
            for name, entry in entries.items():
                told = entry if isinstance(entry, dict) else {"version": entry}
                away = any(key in told for key in ("git", "path", "file", "editable"))
                yield [name, "elsewhere" if away else str(told.get("version", ""))]


answers: dict[str, object] = {}
for path, text in json.load(sys.stdin).items():
    read = Lockfile if path.endswith(".lock") else Pipfile
    try:
        loaded = read.load(io.StringIO(text))._data  # noqa: SLF001 - its views give known sections only
    except Exception as error:  # noqa: BLE001 - whatever it says, it would not read the file
        answers[path] = " ".join(str(error).split()) or type(error).__name__
        continue
    answers[path] = list(facts(json.loads(json.dumps(loaded))))
json.dump(answers, sys.stdout)
