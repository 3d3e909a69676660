"""No older commit holds a secret.

A secret that was taken out of a file is still in every clone, one command away. Looking for it means reading
all that was ever committed, so a fleet switches this on: `contents` is how many old contents are read.

Source: [GitHub, removing sensitive data](https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.leak_facts import Leak
from gitops_assets.core.gates.model import Category, Finding, Gate, Need
from gitops_assets.core.gates.secrets import SECRETS
from gitops_assets.core.gates.security.places import generated, pretended
from gitops_assets.core.gates.security.secret_words import REVOKED, identity, named, subject
from gitops_assets.core.gates.unknown import NotApplicable, NotKnown
from gitops_assets.core.model import Severity
from gitops_assets.core.secrets.rules import BY_ID

OFF = "looking through the history is not switched on; set contents to 100000, say"


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each secret that only older commits have, once a file; what files hold now is told elsewhere."""
    if facts.number("contents") < 1:
        raise NotApplicable(OFF)
    leaked = facts.leaked
    told = _present(facts)
    for leak in leaked.leaks:
        secret = f"{leak.path}:{identity(leak.hit)}"
        strong = BY_ID[leak.hit.what].strong
        if secret not in told and (strong or not (pretended(leak.path) or generated(leak.path))):
            told.add(secret)
            yield _told(leak)
    if leaked.unknown is not None:
        raise NotKnown(leaked.unknown)


def _present(facts: Facts) -> set[str]:
    """What the files of today hold, as far as they can be read."""
    present: set[str] = set()
    try:
        for path, hit in facts.files.hits(SECRETS):
            present.add(f"{path}:{identity(hit)}")
    except NotKnown:
        pass
    return present


def _told(leak: Leak) -> Finding:
    where = f"commit {leak.commit[:10]}" if leak.commit else "an older commit"
    return Finding(
        message=f"{named(leak.hit)} stands in {where}.",
        path=leak.path,
        line=leak.hit.line,
        remedy=f"{REVOKED}: rewriting the history would reach no clone that others have.",
        subject=subject(leak.path, leak.hit),
    )


GATE = Gate(
    id="history-without-secrets",
    title="Older commits hold no secrets",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Revoke every secret that was ever committed.",
    find=find,
    category=Category.SECURITY,
    needs=frozenset({Need.TREE, Need.LEAKS}),
    settings={"contents": 0},
    version=2,
    exact=True,
    quotes=False,
)
