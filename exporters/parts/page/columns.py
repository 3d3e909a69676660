"""Rows as columns, small enough to travel inside a page: what repeats is written once and pointed at."""

import base64
import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from gitops_assets.core.text import display

_CODED = 3
"""How often values have to repeat on average until pointing at them is shorter."""

_LEVEL = 6
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def block(names: Sequence[str], rows: Iterable[Sequence[object]]) -> dict[str, object]:
    """Rows as ``{"size": n, "columns": {name: column}}``."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return {
        "size": len(columns[0]),
        "columns": {name: column(each) for name, each in zip(names, columns, strict=True)},
    }


def column(values: Sequence[object]) -> object:
    """The values in order: as a list, or as ``{"of": each once, "at": where it stands there}``."""
    shown = [plain(value) for value in values]
    if not all(value is None or isinstance(value, str) for value in shown):
        return shown
    places = {value: nth for nth, value in enumerate(dict.fromkeys(shown))}
    if len(places) * _CODED > len(shown):
        return shown
    return {"of": list(places), "at": [places[value] for value in shown]}


def plain(value: object) -> object:
    """A cell as JSON holds it: text made fit to be shown, moments as ISO 8601, what is no number as null."""
    if isinstance(value, str):
        return display(value)
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def packed(document: Mapping[str, object]) -> bytes:
    """The document as gzip of JSON.

    The bytes are the same for the same document and the same zlib; no clock is among them.
    """
    return gzip.compress(_JSON.encode(document).encode(), _LEVEL, mtime=0)


def embedded(document: Mapping[str, object]) -> str:
    """The packed document as letters that may stand in an HTML element: none of them is markup."""
    return base64.b64encode(packed(document)).decode()
