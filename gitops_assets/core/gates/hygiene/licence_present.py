"""The project says under which licence it may be used.

Without a licence nobody but the owner may use, change or pass on the code, whatever was meant; scanners and
lawyers of other teams stop there. A manifest's field alone does not give the text that most licences demand
to be passed on.

Source: [GitHub, licensing a repository](https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/licensing-a-repository).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.licence_files import declared, is_private, licence_files
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree without a licence text at its root, unless a manifest says that it is private."""
    files = facts.files
    if licence_files(files):
        return
    if files.once(is_private):
        raise NotApplicable("the manifest says that the project is private")
    said = next(iter(files.once(declared)), None)
    text = f"{shown(said.path)} declares {shown(said.written)}, but its text is missing" if said else None
    yield Finding(
        message=f"{text}." if text else "There is no licence text at the root.",
        path="LICENSE",
        remedy=f"Add the text of {shown(said.written)} as LICENSE." if said else "Add a LICENSE file.",
    )


GATE = Gate(
    id="licence-present",
    title="A licence text stands at the root",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Add a LICENSE file with the full text of the licence.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
