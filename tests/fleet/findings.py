"""Findings by their names, as waivers ask for them."""

from gitops_assets.core.gates.policy import Excusable

FINGERPRINT = "0123456789abcdef0123456789abcdef"


def found(slug: str, gate: str, subject: str = "", path: str = "README.md") -> Excusable:
    """A finding in one file."""
    return Excusable(slug, gate, subject, path, FINGERPRINT)
