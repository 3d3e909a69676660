"""The manifest and the licence text tell the same licence.

Registries and scanners believe the manifest, people read the file. Where they differ nobody knows which one
was given, and the stricter reading stops users. Differing only in later versions (`GPL-3.0-only`,
`GPL-3.0-or-later`) is no difference here: the text is the same.

Source: [REUSE specification](https://reuse.software/spec-3.3/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.licence_files import declared, recognised
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.licences.expressions import family
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a manifest that declares only licences of which no text is there, while others' texts are."""
    texts = {path: names for path, names in facts.files.once(recognised).items() if names}
    said = [each for each in facts.files.once(declared) if each.expression]
    if not texts or not said:
        raise NotApplicable("no manifest and text are here that could be compared")
    families = {family(name) for names in texts.values() for name in names}
    for each in said:
        if each.expression and families.isdisjoint(map(family, each.expression.ids)):
            path, names = next(iter(texts.items()))
            yield Finding(
                message=f"{shown(each.path)} declares {shown(each.written)}, but {shown(path)} holds"
                f" {shown(names[0])}.",
                path=each.path,
                line=each.line,
                remedy=f"Declare {shown(names[0])}, or replace the text in {shown(path)}.",
                subject=each.path,
            )


GATE = Gate(
    id="licence-consistent",
    title="Manifest and licence text agree",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Decide which licence holds, and write it in both places.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
