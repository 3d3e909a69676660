"""The secrets that senders sign with: from the environment or from files, never anywhere else."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from gitops_assets.core.inbox.model import Provider

PREFIX = "GITOPS_WEBHOOK_SECRET_"
"""How the names of all variables begin that hold one, or name a file that does."""

SLACK = "GITOPS_SLACK_SIGNING_SECRET"
"""The variable with the secret that Slack signs pressed buttons with."""

AT_ONCE = 2
"""Secrets that a provider may have: one, and another while it takes the first one's place."""

_LARGEST_FILE = 64 * 1024


class SecretsUnusable(Exception):  # noqa: N818 - reads as the sentence it is
    """The secrets cannot be used; the message says which, and what to do, and none of them."""


def read_secrets(environ: Mapping[str, str] = os.environ) -> dict[Provider, tuple[str, ...]]:
    """The secrets by provider, one or two each; providers without any are left out.

    ``GITOPS_WEBHOOK_SECRET_GITHUB`` is one, ``…_OLD`` another that is still valid. With ``_FILE`` at the end
    either names a file, which may hold both, one a line. Raises :class:`SecretsUnusable`.
    """
    found = {provider: tuple(dict.fromkeys(_of(provider, environ))) for provider in Provider}
    for provider, secrets in found.items():
        if len(secrets) > AT_ONCE:
            raise SecretsUnusable(
                f"{_name(provider)}: {len(secrets)} secrets are given; two can be valid at once: take "
                "the older ones away."
            )
    return {provider: secrets for provider, secrets in found.items() if secrets}


def demand_some(secrets: Mapping[Provider, tuple[str, ...]], unsigned: frozenset[Provider]) -> None:
    """Raise :class:`SecretsUnusable` when nobody could send anything."""
    if not secrets and not unsigned:
        raise SecretsUnusable(
            "no webhook secret is set, so no delivery could be believed: set "
            f"{_name(Provider.GITHUB)} (or …_GITLAB, …_GITEA, …_BITBUCKET, …_GENERIC) to the secret that the "
            "forge signs with, or …_FILE to a file that holds it. To run without webhooks say --no-webhooks; "
            "to take them unsigned, where nobody else can send any, --unsigned PROVIDER."
        )


def read_slack(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The signing secrets of the Slack application whose buttons are heard: none, one, or two at once.

    They are given as those of providers are. Raises :class:`SecretsUnusable`.
    """
    return tuple(dict.fromkeys(_named(SLACK, environ)))[:AT_ONCE]


def _of(provider: Provider, environ: Mapping[str, str]) -> Iterator[str]:
    return _named(_name(provider), environ)


def _named(own: str, environ: Mapping[str, str]) -> Iterator[str]:
    for name in (own, f"{own}_OLD"):
        if name in environ:
            yield from _sound(name, [environ[name]])
        if file := environ.get(f"{name}_FILE"):
            yield from _sound(f"{name}_FILE", _lines(f"{name}_FILE", Path(file)))


def _name(provider: Provider) -> str:
    return PREFIX + provider.name


def _lines(name: str, file: Path) -> list[str]:
    try:
        with file.open(encoding="utf-8") as opened:
            text = opened.read(_LARGEST_FILE)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SecretsUnusable(f"{name}: {file} cannot be read: {why}; mend it, or unset {name}.") from None
    return [line for line in text.splitlines() if line.strip()]


def _sound(name: str, secrets: list[str]) -> Iterator[str]:
    stripped = [secret.strip() for secret in secrets]
    if not all(stripped) or not stripped:
        raise SecretsUnusable(f"{name} is set and holds no secret; anybody could sign with that: unset it.")
    yield from stripped
