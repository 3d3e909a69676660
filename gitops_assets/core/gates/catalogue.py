"""The gates as a catalogue for machines: everything that is to be known of each."""

from collections.abc import Iterable

from gitops_assets.core.gates.model import Gate, Need, Stage

SCHEMA = "gitops-assets/gates/1"


def catalogue(gates: Iterable[Gate]) -> dict[str, object]:
    """All of them as JSON, in reading order."""
    return {"schema": SCHEMA, "gates": [entry(gate) for gate in gates]}


def entry(gate: Gate) -> dict[str, object]:
    """One gate; ``question`` is the fact that should be true."""
    return {
        "id": gate.id,
        "question": gate.title,
        "category": str(gate.category),
        "stages": [str(stage) for stage in Stage if stage in gate.stages],
        "severity": str(gate.severity),
        "required": gate.required,
        "needs": [str(need) for need in Need if need in gate.needs],
        "settings": {
            name: list(value) if isinstance(value, tuple) else value for name, value in gate.settings.items()
        },
        "remedy": gate.remedy,
        "sources": list(gate.sources),
        "doc": gate.doc.strip(),
        "version": gate.version,
    }
