"""Reading ``fleet.yaml`` from the disk; without a file, every default holds."""

from pathlib import Path

from gitops_assets.core import gates
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.loading import parse_fleet
from resources.definitions import custom_ids

LIMIT = 8_000_000
"""Bytes of a fleet.yaml."""


class FleetFileUnreadable(Exception):  # noqa: N818 - reads as the sentence it is
    """The file cannot be read at all; faults *in* it are :class:`FleetFaults`."""


def load_fleet(path: str | None) -> Fleet:
    """The fleet that a file describes; raises :class:`FleetFaults` with everything that is wrong in it."""
    if path is None:
        return Fleet()
    try:
        with Path(path).open("rb") as file:
            content = file.read(LIMIT + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise FleetFileUnreadable(
            f"{path} cannot be read ({error.strerror}); name an existing file with --fleet, or leave it out."
        ) from None
    except UnicodeDecodeError as error:
        raise FleetFileUnreadable(
            f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8 and try again."
        ) from None
    if len(content) > LIMIT:
        raise FleetFileUnreadable(
            f"{path} is larger than {LIMIT:,} bytes; name the inventory as a file instead."
        )
    return parse_fleet(
        text,
        gates.GATES.ids,
        name=path,
        extractor_ids=_extractor_ids,
        custom_ids=custom_ids(text, Path(path).parent),
        settings={gate.id: gate.settings for gate in gates.GATES},
    )


def _extractor_ids() -> tuple[str, ...]:
    from gitops_assets.core.dependencies.extractors import EXTRACTORS  # noqa: PLC0415 - few files name one

    return EXTRACTORS.ids
