"""Secrets as a question about contents; what a hit shows may be shown to anybody."""

from collections.abc import Iterator

from gitops_assets.core.gates.scanning import Hit, Scanner
from gitops_assets.core.secrets.search import secrets_in


def _scan(body: bytes) -> Iterator[Hit]:
    return (Hit(seen.line, seen.rule, seen.shown) for seen in secrets_in(body))


SECRETS = Scanner("secrets", 5, _scan)
