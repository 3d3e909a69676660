"""fleet.yaml from text: either a fleet, or everything that is wrong with it at once."""

from collections.abc import Callable, Collection, Mapping

from pydantic import ValidationError

from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.document import read_document
from gitops_assets.core.fleet.faults import FleetFaults
from gitops_assets.core.fleet.schema import known_keys
from gitops_assets.core.fleet.wording import faults_of
from gitops_assets.core.gates.facts import Setting


def parse_fleet(
    text: str,
    gate_ids: Collection[str],
    *,
    name: str = "fleet.yaml",
    extractor_ids: Callable[[], Collection[str]] | None = None,
    custom_ids: Callable[[], Collection[str]] | None = None,
    settings: Mapping[str, Mapping[str, Setting]] | None = None,
) -> Fleet:
    """The fleet that a text describes; an empty text is a fleet with every default.

    ``gate_ids`` are the gates there are, ``settings`` their thresholds, ``name`` is what messages call the
    file. ``extractor_ids`` is asked only where a file names one: to know them all takes loading them all; so
    are ``custom_ids``, the gates that the fleet defines itself, where it names one that is not among
    ``gate_ids``. Raises :class:`FleetFaults` with every fault that the text has.
    """
    document = read_document(text)
    faults = list(document.faults)
    if document.value is None and not faults:
        return Fleet()
    try:
        if document.places:
            known = {
                "gate_ids": frozenset(gate_ids),
                "extractor_ids": extractor_ids,
                "custom_ids": custom_ids,
                "settings": settings,
            }
            fleet = Fleet.model_validate(document.value, context=known)
    except ValidationError as error:
        faults += faults_of(error, document, known_keys)
    if faults:
        raise FleetFaults(faults, name)
    return fleet
