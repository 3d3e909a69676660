"""What GitHub has really sent: the published collection of webhook payloads, read out of its archive."""

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Example(NamedTuple):
    """One payload; ``source`` is ``api.github.com`` or a version of GitHub's server."""

    source: str
    event: str
    payload: dict[str, Any]


def read_examples(archive: Path) -> Iterator[Example]:
    """All payloads of all sources."""
    with tarfile.open(archive) as tar:
        for member in tar:
            folder, _, name = member.name.removeprefix("package/").rpartition("/")
            if name == "index.json" and (file := tar.extractfile(member)):
                for event in json.load(file):
                    for payload in event["examples"]:
                        yield Example(folder, event["name"], payload)
