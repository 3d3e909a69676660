"""How a secret is spoken of without being told."""

from gitops_assets.core.gates.scanning import Hit
from gitops_assets.core.gates.words import shown
from gitops_assets.core.secrets.rules import BY_ID

REVOKED = "Revoke it where it was issued"
"""How the remedy of every secret begins."""


def named(hit: Hit) -> str:
    """What it is and, where that may be told, how it ends: ``A GitHub token that ends with 'xy'``."""
    _, _, end = hit.shown.partition(" …")
    rule = BY_ID.get(hit.what)
    title = rule.title if rule else f"secret, {shown(hit.what)},"
    article = "An" if title[0] in "AEOaeo" or title.startswith(("npm", "xAI")) else "A"
    ending = f" that ends with '{end}'" if end else ""
    return f"{article} {title}{ending}"


def subject(path: str, hit: Hit) -> str:
    """What a finding is known by for ever: nothing of the value, or a report could confirm a guess of it."""
    return f"{path}:{hit.what}"


def identity(hit: Hit) -> str:
    """What tells it apart from other secrets as long as this process runs: the kind and a salted hash."""
    return hit.shown.partition(" …")[0]
