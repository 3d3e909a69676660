"""Databases, brokers and buckets in configuration: the data that a tree shares with whoever names the same.

Source: [The Twelve-Factor App, Backing services](https://12factor.net/backing-services).

Read are addresses (``postgres://…``, ``jdbc:mysql://…``, ``s3://…``, ``amqp://…``) under any key, hosts and
buckets under keys that say what they are (``KAFKA_BOOTSTRAP_SERVERS``, ``REDIS_HOST``, ``S3_BUCKET``), and
ADO.NET connection strings. A store's name is ``family://host/name``, without user, password, query and the
family's own port. Placeholders, names reserved for examples and this machine are no store and give no row.
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.service_addresses import (
    addresses,
    family,
    host,
    is_web,
    stores,
)
from gitops_assets.core.dependencies.extractors.service_urls import unclear
from gitops_assets.core.dependencies.model import Confidence, Dependency, Extractor, Kind, Row
from gitops_assets.core.dependencies.parsers.repeats import repeats
from gitops_assets.core.dependencies.parsers.settings_text import (
    Setting,
    documents,
    is_configuration,
    settings,
)

_HOST_KEY = re.compile(
    r"(?:^|[._-])(postgres(?:ql)?|pg|mysql|mariadb|redis|mongo(?:db)?|rabbitmq|kafka|bootstrap)[._-]?"
    r"(?:bootstrap[._-]?servers?|brokers?|servers?|hosts?)$",
    re.IGNORECASE,
)
_BUCKET_KEY = re.compile(
    r"(?:^|[._-])(s3|gcs|gs)[._-](?:[a-z0-9]{1,30}[._-])?bucket(?:[._-]name)?$", re.IGNORECASE
)
_OF_KEY = {"pg": "postgres", "bootstrap": "kafka"}
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_ADO = re.compile(
    r"(?:^|;)\s*+(server|data source|host)\s*+=\s*+(?:tcp:)?([^;,\s]++)(?:,\d++)?", re.IGNORECASE
)
_ADO_NAME = re.compile(
    r"(?:^|;)\s*+(?:database|initial catalog)\s*+=\s*+([\w.-]{1,64})\s*+(?=;|$)", re.IGNORECASE
)


def wants(path: str) -> bool:
    """The same files as `service-urls`."""
    return is_configuration(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency for each store of each setting."""
    parsed = documents(path, text)
    yield from repeats(path, *(parsed or ()))
    for setting in settings(text, parsed):
        found = list(addresses(setting.value))
        yield from (store(path, setting.line, name) for each in found for name in stores(each))
        if any(each.unclear and not is_web(each) for each in found):
            yield unclear(path, setting)
        if not found:
            yield from (store(path, setting.line, name) for name in _without_scheme(setting))


def store(path: str, line: int, name: str) -> Dependency:
    """The row of one database, broker, bucket or dataset."""
    return Dependency(
        kind=Kind.DATA,
        ecosystem="dataset",
        name=name,
        path=path,
        line=line,
        confidence=Confidence.INFERRED,
    )


def _without_scheme(setting: Setting) -> Iterator[str]:
    key = setting.key[-100:]
    if found := _HOST_KEY.search(key):
        kind = family(_OF_KEY.get(found[1].lower(), found[1].lower()))
        names = (host(each, kind) for each in setting.value.split(","))
        yield from (f"{kind}://{name}" for name in names if name)
    elif (found := _BUCKET_KEY.search(key)) and _BUCKET.fullmatch(setting.value):
        yield f"{'s3' if found[1].lower() == 's3' else 'gs'}://{setting.value}"
    elif ";" in setting.value and (server := _ADO.search(setting.value)):
        yield from _connection(setting.value, server)


def _connection(value: str, server: re.Match[str]) -> Iterator[str]:
    """``Server=…;Database=…`` (SQL Server) and ``Host=…;Database=…`` (Npgsql)."""
    kind = "postgres" if server[1].lower() == "host" else "mssql"
    name, database = host(server[2], kind), _ADO_NAME.search(value)
    if name and "'" not in value and '"' not in value:
        yield f"{kind}://{name}/{database[1]}" if database else f"{kind}://{name}"


EXTRACTOR = Extractor(
    id="data-stores",
    title="Databases, brokers and buckets in configuration",
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
