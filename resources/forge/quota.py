"""How many calls forges still allow, as they said last; kept beside their pages for whoever watches."""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from resources.forge.model import ForgeUsage

_FILE = "quota.json"


@dataclass(frozen=True, slots=True)
class Quota:
    """Calls that are left until the forge counts anew: ``reset``, epoch seconds, None if it did not say."""

    remaining: int
    reset: int | None


def remember(cache: Path, host: str, usage: ForgeUsage) -> None:
    """Keep what the forge said; what cannot be kept is only not shown."""
    if usage.remaining is None:
        return
    known = {name: [each.remaining, each.reset] for name, each in quotas(cache).items()}
    known[host] = [usage.remaining, usage.reset]
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        made = cache / f".{_FILE}.{os.getpid()}"
        made.write_text(json.dumps(known, sort_keys=True), encoding="utf-8")
        made.replace(cache / _FILE)


def quotas(cache: Path) -> Mapping[str, Quota]:
    """What every forge said last, by host; nothing where nothing is kept."""
    try:
        said = json.loads((cache / _FILE).read_text(encoding="utf-8"))
        return {host: Quota(int(left), reset) for host, (left, reset) in said.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
