"""No file holds a password, a token or a private key.

Whoever can read a repository, one of its clones or a backup has the secret, for as long as history lasts.
Programs search public commits for them and use what they find within minutes.

Source: [OWASP, Secrets Management Cheat Sheet](https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.scanning import Hit
from gitops_assets.core.gates.secrets import SECRETS
from gitops_assets.core.gates.security.places import generated, pretended
from gitops_assets.core.gates.security.secret_words import REVOKED, named, subject
from gitops_assets.core.gates.unknown import NotKnown
from gitops_assets.core.model import Severity
from gitops_assets.core.secrets.rules import BY_ID


def find(facts: Facts) -> Iterator[Finding]:
    """Flag what has the form of a real secret; in tests and documentation only what cannot be anything else.

    The value itself is never shown. Of one that a machine made, its last two characters help to find it. A
    fleet may name `detectors` that are asked as well (kingfisher).
    """
    ours: set[tuple[str, int]] = set()
    unread: NotKnown | None = None
    try:
        for path, hit in facts.files.hits(SECRETS):
            ours.add((path, hit.line))
            if BY_ID[hit.what].strong or _believed(path):
                yield _told(path, hit)
    except NotKnown as why:
        unread = why
    yield from _others(facts, ours)
    if unread is not None:
        raise unread


def _others(facts: Facts, ours: set[tuple[str, int]]) -> Iterator[Finding]:
    """What the detectors find that the fleet asks for beside our own rules."""
    if not facts.words("detectors"):
        return
    if facts.detected is None:
        raise NotKnown("no other detector was asked")
    for path, hit in facts.detected.hits:
        if (path, hit.line) not in ours and _believed(path):
            yield _told(path, hit)
    if facts.detected.unknown is not None:
        raise NotKnown(facts.detected.unknown)


def _believed(path: str) -> bool:
    return not (pretended(path) or generated(path))


def _told(path: str, hit: Hit) -> Finding:
    return Finding(
        message=f"{named(hit)} stands here.",
        path=path,
        line=hit.line,
        remedy=f"{REVOKED}, then read a new one from the environment or a secret store.",
        subject=subject(path, hit),
    )


GATE = Gate(
    id="secrets-absent",
    title="Files hold no secrets",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Revoke the secret, then read its successor from the environment or a secret store.",
    find=find,
    category=Category.SECURITY,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    settings={"detectors": ()},
    version=3,
    exact=True,
    by_file=True,
    quotes=False,
)
