"""What a fleet demanded, as it was written: kept with an audit, to be shown when it has changed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.secrets.search import secrets_in
from resources.definitions import definition_texts

LEFT_OUT = "# (this line is left out: it has the form of a secret)"


def policy_files(fleet: Fleet, fleet_file: str | None) -> dict[str, str]:
    """fleet.yaml and the definitions of gates beside it, by name; a line that looks like a secret is masked.

    Without a file nothing is demanded but the defaults. One that is gone by now has no text.
    """
    if fleet_file is None:
        return {}
    path = Path(fleet_file)
    try:
        own = {path.name: path.read_bytes().decode("utf-8-sig", "replace")}
    except OSError:
        return {}
    texts = {**definition_texts(fleet, path.parent), **own}
    return {name: _masked(text) for name, text in sorted(texts.items())}


def _masked(text: str) -> str:
    hidden = {seen.line for seen in secrets_in(text.encode())}
    lines = text.split("\n")
    hidden |= {nth for begin, end in _blocks(lines) for nth in range(begin, end + 1)}
    return "\n".join(LEFT_OUT if nth in hidden else line for nth, line in enumerate(lines, 1))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and last line (from 1) of each key (RFC 7468); one without an end goes to the last."""
    began: int | None = None
    for nth, line in enumerate(lines, 1):
        if began is None and "-----BEGIN " in line:
            began = nth
        if began is not None and "-----END " in line:
            yield began, nth
            began = None
    if began is not None:
        yield began, len(lines)
