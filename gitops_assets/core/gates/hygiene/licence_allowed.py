"""The project is under a licence that the fleet allows.

Which licences a company gives its code away under is decided once, not in each repository. The setting
`allowed` lists SPDX names; while it is empty, nothing is asked. What a manifest declares counts, else the
licence text; of `MIT OR GPL-3.0-only` one allowed side is enough, of `MIT AND …` both are needed.

Source: [SPDX licence expressions](https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.licence_files import Declared, declared, recognised
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.tree_facts import TreeFacts
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.gates.words import shown
from gitops_assets.core.licences.expressions import Expression
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each manifest, or the licence text, whose licence is not among those in the setting."""
    allowed = facts.words("allowed")
    if not allowed:
        raise NotApplicable("the fleet allows every licence (allowed is empty)")
    for said in _said(facts.files):
        if said.expression and not said.expression.allowed_by(allowed):
            yield Finding(
                message=f"The licence {shown(said.expression.text)} is not one that the fleet allows.",
                path=said.path,
                line=said.line,
                remedy=f"Use one of: {', '.join(allowed)}; or ask whoever keeps fleet.yaml to allow it.",
                subject=f"{said.path}:{said.expression.text}",
            )


def _said(files: TreeFacts) -> list[Declared]:
    known = [each for each in files.once(declared) if each.expression]
    if known:
        return known
    texts = {path: names for path, names in files.once(recognised).items() if names}
    if not texts:
        raise NotKnown("no licence is told that is known here")
    # Two texts beside each other are a choice, as in LICENSE-MIT and LICENSE-APACHE.
    choice = Expression(" OR ".join(dict.fromkeys(names[0] for names in texts.values())))
    return [Declared(next(iter(texts)), 1, choice.text, choice)]


GATE = Gate(
    id="licence-allowed",
    title="The licence is one that the fleet allows",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Change the licence, or ask whoever keeps fleet.yaml to allow it.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    settings={"allowed": ()},
)
