"""The documentation page of the gates, from the registry: each gate is a section with its id as anchor."""

from collections.abc import Iterable

from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.facts import Setting
from gitops_assets.core.gates.model import Gate, Need, Stage

INTRODUCTION = """\
<!-- Generated from gitops_assets/core/gates by `make docs`; do not edit. -->

# Gates

A gate is a fact that should be true of every repository. Its answer is *pass*, *fail* with findings,
*skip* (the question makes no sense here), *unknown* (what it needs could not be seen; this never lowers a
score and never closes a finding) or *exempt* (waived, with a reason and a last day).
"""

NEEDS = {
    Need.PRESENCE: "the repository is here",
    Need.STATE: "git can read it",
    Need.WORK_TREE: "it has a work tree",
    Need.INVENTORY: "an inventory is configured and could be asked",
    Need.DEPENDENCIES: "the dependencies of the fleet were read",
    Need.TREE: "its files could be listed",
    Need.MANIFESTS: "its manifests were read",
    Need.HISTORY: "its history was read",
    Need.ADVISORIES: "a snapshot of advisories was imported",
    Need.LEAKS: "the search of older commits for secrets is switched on",
    Need.RELEASE: "the release before could be read",
    Need.TEMPLATES: "it follows a template",
    Need.PROGRAMS: "its program could be run",
    Need.WAIVERS: "all other gates were asked",
    Need.FLEET_WAIVERS: "the whole fleet was judged",
    Need.CLOCK: "the answer can turn with the clock alone",
}
"""What each need means in a sentence that begins with *Asked when*, in the order it is shown."""


def gates_page(gates: Iterable[Gate] = GATES) -> str:
    """``docs/gates.md``: a table of all gates, then one section each."""
    listed = tuple(gates)
    return "\n".join((INTRODUCTION, gates_table(listed), *map(_section, listed)))


def gates_table(gates: Iterable[Gate] = GATES, page: str = "") -> str:
    """Every gate in one line that links to its section, which stands in ``page`` or in the same file."""
    rows = [f"| [{gate.id}]({page}#{gate.id}) | {gate.title} | {gate.severity} |" for gate in gates]
    return "\n".join(("| gate | what should be true | severity |", "|---|---|---|", *rows, ""))


def _section(gate: Gate) -> str:
    stages = ", ".join(stage for stage in Stage if stage in gate.stages) or "audits only"
    needs = "; ".join(text for need, text in NEEDS.items() if need in gate.needs) or "always"
    return "\n".join(
        (
            f"## {gate.id}\n",
            f"{gate.doc.strip()}\n",
            f"What to do: {gate.remedy}\n",
            f"Severity: {gate.severity}. Category: {gate.category}. Version: {gate.version}.",
            f"Asked when: {needs}. Stages: {stages}.\n",
            *_settings(gate),
        )
    )


def _settings(gate: Gate) -> Iterable[str]:
    if gate.settings:
        told = ", ".join(f"`{name}: {_written(value)}`" for name, value in gate.settings.items())
        yield f"Settings, which fleet.yaml may override: {told}.\n"


def _written(value: Setting) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)
