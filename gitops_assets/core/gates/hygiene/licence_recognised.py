"""The licence is one that people and tools know.

A licence in words of one's own has to be read by every lawyer of every user, and no policy can be held
against it. The text is compared with the well-known ones; a manifest that names an SPDX licence is enough.

Source: [SPDX licence list](https://spdx.org/licenses/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.licence_files import declared, recognised
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag the first licence text where neither any text nor any manifest tells a licence that is known."""
    texts = facts.files.once(recognised)
    if not texts:
        raise NotApplicable("there is no licence text that can be read")
    if any(texts.values()) or any(said.expression for said in facts.files.once(declared)):
        return
    path = next(iter(texts))
    yield Finding(
        message=f"The licence in {shown(path)} is none that is known here.",
        path=path,
        remedy="Use the unchanged text of a licence on the SPDX list, or name it in the manifest.",
        subject=path,
    )


GATE = Gate(
    id="licence-recognised",
    title="The licence is a known one",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Use the unchanged text of a licence on the SPDX list, or name it in the manifest.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
