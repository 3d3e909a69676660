"""Gate definitions from texts: either all of them, or everything that is wrong with them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from gitops_assets.core.definitions.building import Collected
from gitops_assets.core.definitions.entries import StagesSection, WrappedSection
from gitops_assets.core.definitions.model import Definitions
from gitops_assets.core.fleet.document import Document, read_document
from gitops_assets.core.fleet.faults import Fault, FleetFaults
from gitops_assets.core.fleet.keys import keys_of
from gitops_assets.core.fleet.wording import Keys, faults_of
from gitops_assets.core.gates.model import Gate

WRAPPER = "quality_gates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of definitions: its name for messages, its text, the folder it stands in, who signed it."""

    name: str
    text: str
    folder: str = ""
    signer: str | None = None


class DefinitionsRefused(FleetFaults):
    """Everything that is wrong with all files of definitions; nothing of any of them is used."""

    def __init__(self, refused: Sequence[FleetFaults]) -> None:
        self.refused = tuple(refused)
        super().__init__((fault for each in refused for fault in each.faults), refused[0].name)

    def _text(self) -> str:
        return "\n".join(str(each) for each in self.refused)


def parse_definitions(sources: Iterable[Source], built_in: Iterable[Gate]) -> Definitions:
    """What these files define together; raises :class:`DefinitionsRefused`."""
    gates = {gate.id: gate for gate in built_in}
    collected, refused = Collected(gates), list[FleetFaults]()
    for source in sources:
        try:
            _read(source, collected, gates)
        except FleetFaults as faults:
            refused.append(faults)
    if refused:
        raise DefinitionsRefused(refused)
    return collected.definitions()


def custom_ids(text: str) -> frozenset[str]:
    """The ids of the gates that a file defines, as far as they can be told; never raises."""
    document = read_document(text)
    value = document.value
    if isinstance(value, dict) and WRAPPER in value:
        value = value[WRAPPER]
    try:
        stages = StagesSection.model_validate(value or {})
        collected = Collected({})
        collected.add(stages, Source(name="", text=""), document, ())
    except (ValidationError, FleetFaults):
        return frozenset()
    return frozenset(gate.id for gate in collected.definitions().custom)


def _read(source: Source, collected: Collected, gates: Mapping[str, Gate]) -> None:
    document = read_document(source.text)
    faults = list(document.faults)
    stages, prefix = _stages(document, gates, faults)
    if stages is not None:
        faults += collected.add(stages, source, document, prefix)
    if faults:
        raise FleetFaults(faults, source.name)


def _stages(
    document: Document, gates: Mapping[str, Gate], faults: list[Fault]
) -> tuple[StagesSection | None, tuple[str, ...]]:
    """The mapping of stages, which may stand below ``quality_gates``, and where it stands."""
    if document.value is None:
        return None, ()
    context = {"gates": gates}
    wrapped = isinstance(document.value, dict) and WRAPPER in document.value
    model = WrappedSection if wrapped else StagesSection
    try:
        read = model.model_validate(document.value, context=context)
    except ValidationError as error:
        faults += faults_of(error, document, _keys(model))
        return None, ()
    if isinstance(read, WrappedSection):
        return read.quality_gates, (WRAPPER,)
    return read, ()


def _keys(model: type[StagesSection] | type[WrappedSection]) -> Keys:
    return lambda location: keys_of(model, location)
