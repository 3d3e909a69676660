"""Service URLs in configuration: whom a tree calls, as far as its settings say so.

Source: [The Twelve-Factor App, Config](https://12factor.net/config).

Read are texts under a key that promises an address (``*_URL``, ``*_HOST``, ``endpoint``, …). Kept is the host
and a port that is not the scheme's own; never a user, a path or a query. This machine (``localhost``,
``127.*``), names reserved for examples (RFC 2606) and placeholders (``${HOST}``, ``changeme``) are nobody's
service and give no row; nor do databases and brokers, which `data-stores` reads.
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.service_addresses import addresses, host, is_web
from gitops_assets.core.dependencies.model import Confidence, Dependency, Extractor, Kind, Row, Skipped
from gitops_assets.core.dependencies.parsers.repeats import repeats
from gitops_assets.core.dependencies.parsers.settings_text import (
    Setting,
    documents,
    is_configuration,
    settings,
)

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PROMISING = frozenset(
    {"url", "urls", "uri", "uris", "host", "hosts", "hostname", "endpoint", "endpoints", "addr", "address"}
    | {"base", "server", "servers", "service", "origin", "issuer", "authority", "upstream", "target"}
)
_BARE = frozenset(
    {"host", "hosts", "hostname", "endpoint", "endpoints", "addr", "address", "server", "upstream"}
)
_STORES = frozenset(
    {"db", "database", "datasource", "postgres", "postgresql", "pg", "mysql", "mariadb", "redis", "mongo"}
    | {"mongodb", "rabbitmq", "amqp", "kafka", "mssql", "oracle", "smtp", "mail", "ldap", "bind", "listen"}
    | {"allowed", "secret", "password", "passwd", "token", "key"}
)


def wants(path: str) -> bool:
    """``.env`` files, ``application*.yml``, ``appsettings*.json``, what stands in ``config/``, …."""
    return is_configuration(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency for each host of each setting."""
    parsed = documents(path, text)
    yield from repeats(path, *(parsed or ()))
    for setting in settings(text, parsed):
        words = frozenset(word.lower() for word in _WORDS.findall(setting.key[-100:]))
        if not words.isdisjoint(_PROMISING):
            yield from _of(path, setting, words)


def _of(path: str, setting: Setting, words: frozenset[str]) -> Iterator[Row]:
    found = list(addresses(setting.value))
    for address in found:
        if address.unclear and is_web(address):
            yield unclear(path, setting)
        elif is_web(address):
            yield from (_called(path, setting.line, name) for name in address.hosts)
    if not found and not words.isdisjoint(_BARE) and words.isdisjoint(_STORES):
        name = host(setting.value) or ""
        if "." in name or ":" in name:
            yield _called(path, setting.line, name)


def unclear(path: str, setting: Setting) -> Skipped:
    """An address whose password may hold what ends it is not taken apart."""
    reason = (
        f"has an address under {setting.key[:80]!r} with an @ after its host: where the password would end "
        "cannot be told, so nothing of it is shown; percent-encode what it holds"
    )
    return Skipped(path=path, line=setting.line, reason=reason)


def _called(path: str, line: int, name: str) -> Dependency:
    return Dependency(
        kind=Kind.API,
        ecosystem="url",
        name=name,
        path=path,
        line=line,
        confidence=Confidence.INFERRED,
    )


EXTRACTOR = Extractor(
    id="service-urls",
    title="Service URLs in configuration",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(
        ".env",
        "env.example",
        "env.sample",
        ".yml",
        ".yaml",
        ".json",
        ".toml",
        ".properties",
        ".ini",
        ".conf",
        ".cfg",
    ),
    beginnings=(".env",),
)
