"""Addresses that stand in configuration, as names without anything that could be a secret.

Of ``postgres://app:pass@db.acme.io:5432/shop?sslmode=require`` only ``postgres://db.acme.io/shop`` is kept.
Where a password may hold the characters that end it, no name is given at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.remote_url import MASK, redact

_START = re.compile(r"(?:(?<=[\s,;|(\[\"'])|\A)(?:r2dbc:|jdbc:)?([A-Za-z][A-Za-z0-9+.-]{0,30})://")
_AUTHORITY = re.compile(r"[^/?#;\s\\]*+")
_HOST = re.compile(
    r"([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]{2,45}\])\.?(?::([0-9]{1,5}))?"
)
_SEGMENT = re.compile(r"/([A-Za-z0-9_.-]{1,64})(?=[/?#;]|$)")
_WEB = frozenset({"http", "https", "ws", "wss", "grpc", "grpcs"})
_PORTS = {
    "http": "80",
    "ws": "80",
    "https": "443",
    "wss": "443",
    "postgres": "5432",
    "mysql": "3306",
    "redis": "6379",
    "mongodb": "27017",
    "amqp": "5672",
    "kafka": "9092",
    "mssql": "1433",
    "oracle": "1521",
}
_NOBODY = frozenset({"localhost", "0.0.0.0", "[::1]", "[::]", "host.docker.internal", "host", "hostname"})  # noqa: S104 - a name to leave out, nothing is bound
_EXAMPLES = ("example.com", "example.org", "example.net", "example", "test", "invalid", "localhost")
_BLANKS = ("your", "my-bucket", "mybucket", "bucket", "changeme", "change-me", "placeholder", "xxx", "todo")


@dataclass(frozen=True, slots=True)
class Address:
    """One address: ``hosts`` with their port unless it is the scheme's own, ``first`` segment of the path.

    ``user`` is kept for Azure's ``container@account`` alone. An ``unclear`` one has no hosts: where its
    password ends cannot be told.
    """

    scheme: str
    hosts: tuple[str, ...]
    first: str = ""
    user: str = ""
    unclear: bool = False


def addresses(text: str) -> Iterator[Address]:
    """Every ``scheme://…`` of a text that begins a word; placeholders and this machine have no hosts."""
    text = text.replace("jdbc:oracle:thin:@", "jdbc:oracle:")
    if "://" not in text:
        return
    starts = list(_START.finditer(text))
    ends = (*(found.start() for found in starts[1:]), len(text))
    for found, end in zip(starts, ends, strict=False):
        yield _address(found[1].lower(), text[found.end() : end].rstrip(" \t\r\n\"'`,;)]}|"))


def is_web(address: Address) -> bool:
    """Whether a program calls it: HTTP, WebSocket, gRPC."""
    return address.scheme in _WEB


def host(text: str, family: str = "") -> str | None:
    """The name of a ``host`` or ``host:port``; None for what is none, a placeholder or this machine."""
    found = _HOST.fullmatch(text.strip())
    if not found or MASK in redact(text):
        return None
    name, port = found[1].lower(), found[2]
    if name in _NOBODY or name.startswith(("127.", *_BLANKS)) or _is_example(name):
        return None
    return name if port in {None, _PORTS.get(family)} else f"{name}:{port}"


def _is_example(name: str) -> bool:
    """RFC 2606's names that nobody may own."""
    return any(name == each or name.endswith(f".{each}") for each in _EXAMPLES)


def _address(scheme: str, rest: str) -> Address:
    authority = _AUTHORITY.match(rest)
    before = authority[0] if authority else ""
    tail = rest[len(before) :]
    if "@" in tail and not (scheme in _WEB and "." in before and ":" not in before and "@" not in before):
        return Address(scheme, (), unclear=True)
    user, _, places = before.rpartition("@")
    named = (host(place, family(scheme)) for place in places.split(","))
    first = _SEGMENT.match(tail)
    return Address(scheme, tuple(name for name in named if name), first[1] if first else "", user)


_FAMILIES = {
    **dict.fromkeys(("postgres", "postgresql", "postgis", "pgsql", "timescaledb"), "postgres"),
    **dict.fromkeys(("mysql", "mysql2", "mariadb"), "mysql"),
    **dict.fromkeys(("mongodb", "mongo"), "mongodb"),
    **dict.fromkeys(("redis", "rediss", "valkey"), "redis"),
    **dict.fromkeys(("amqp", "amqps", "rabbitmq"), "amqp"),
    **dict.fromkeys(("mssql", "sqlserver"), "mssql"),
    **dict.fromkeys(("s3", "s3a", "s3n"), "s3"),
    **dict.fromkeys(("gs", "gcs"), "gs"),
    **dict.fromkeys(("abfs", "abfss", "wasb", "wasbs", "adl"), "abfs"),
    **{name: name for name in ("az", "hdfs", "kafka", "oracle", "clickhouse", "cockroachdb", "nats")},
}


def family(scheme: str) -> str:
    """The kind of store behind a scheme (``postgresql+psycopg2``: ``postgres``), others as they are."""
    return _FAMILIES.get(scheme.partition("+")[0], scheme)


def stores(address: Address) -> Iterator[str]:
    """The databases, brokers and buckets of an address: ``postgres://host/name``, ``s3://bucket``."""
    kind = family(address.scheme)
    if kind not in _FAMILIES.values():
        return
    for place in address.hosts:
        if kind == "abfs" and re.fullmatch(r"[a-z0-9-]{3,63}", address.user):
            yield f"{kind}://{place}/{address.user}"
        elif kind in {"s3", "gs", "az", "abfs", "hdfs"} or not address.first:
            yield f"{kind}://{place}"
        else:
            yield f"{kind}://{place}/{address.first}"
