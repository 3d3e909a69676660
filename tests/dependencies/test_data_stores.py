import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.dependencies.extractors import data_stores, service_urls
from gitops_assets.core.dependencies.extractors.data_stores import extract
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Skipped


def named(key: str, value: str) -> list[str]:
    return [row.name for row in extract(".env", f"{key}={value}\n") if isinstance(row, Dependency)]


def test_the_same_files_are_read_as_for_services() -> None:
    assert all(
        data_stores.wants(path) is service_urls.wants(path) for path in (".env", "config/a.yml", "a.py")
    )


def test_a_database_is_a_guessed_dependency_without_user_and_password() -> None:
    text = "x: 1\ndb: postgresql+psycopg2://app:secret@DB.acme.io:5432/shop?sslmode=require\n"
    assert list(extract("config/a.yml", text)) == [
        Dependency(
            kind=Kind.DATA,
            ecosystem="dataset",
            name="postgres://db.acme.io/shop",
            path="config/a.yml",
            line=2,
            confidence=Confidence.INFERRED,
        )
    ]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("mysql://u:p@db/shop", ["mysql://db/shop"]),
        ("jdbc:mysql://db.acme.io:3307/shop?user=a&password=b", ["mysql://db.acme.io:3307/shop"]),
        ("jdbc:sqlserver://db.acme.io:1433;databaseName=x;password=y", ["mssql://db.acme.io"]),
        ("jdbc:oracle:thin:@//db.acme.io:1521/svc", ["oracle://db.acme.io/svc"]),
        ("mongodb+srv://u:p@c.acme.io/shop", ["mongodb://c.acme.io/shop"]),
        ("mongodb://u:p@a.io:27017,b.io:27018/shop", ["mongodb://a.io/shop", "mongodb://b.io:27018/shop"]),
        ("rediss://:p@cache.io:6379/0", ["redis://cache.io/0"]),
        ("amqps://u:p@mq.io/vhost", ["amqp://mq.io/vhost"]),
        ("amqp://u:p@a.io,amqp://u:p@b.io", ["amqp://a.io", "amqp://b.io"]),
        ("s3://acme-lake/raw/2024", ["s3://acme-lake"]),
        ("s3a://acme-lake", ["s3://acme-lake"]),
        ("gs://acme-models/x", ["gs://acme-models"]),
        ("abfss://raw@acme.dfs.core.windows.net/x", ["abfs://acme.dfs.core.windows.net/raw"]),
        ("hdfs://nn.acme.io:8020/x", ["hdfs://nn.acme.io:8020"]),
        ("postgres://${DB_HOST}/x", []),
        ("postgres://user:password@localhost/x", []),
        ("postgres://u:p@db.example.com/x", []),
        ("s3://your-bucket", []),
        ("sqlite:///x.db", []),
        ("https://x.io", []),
    ],
)
def test_addresses_are_named_by_family_host_and_name(value: str, names: list[str]) -> None:
    assert named("ANY", value) == names


@pytest.mark.parametrize(
    ("key", "value", "names"),
    [
        ("KAFKA_BOOTSTRAP_SERVERS", "a.io:9092,b.io:9093", ["kafka://a.io", "kafka://b.io:9093"]),
        ("spring.kafka.bootstrap-servers", "a.io:9092", ["kafka://a.io"]),
        ("REDIS_HOST", "cache.io", ["redis://cache.io"]),
        ("PGHOST", "db.io", ["postgres://db.io"]),
        ("S3_BUCKET", "acme-lake", ["s3://acme-lake"]),
        ("AWS_S3_UPLOADS_BUCKET_NAME", "acme-up", ["s3://acme-up"]),
        ("GCS_BUCKET", "acme-models", ["gs://acme-models"]),
        ("REDIS_HOST", "localhost", []),
        ("S3_BUCKET", "${BUCKET}", []),
        ("Db", "Server=tcp:db.acme.io,1433;Database=Shop;User Id=sa;Password=x", ["mssql://db.acme.io/Shop"]),
        ("Db", "Host=db.acme.io;Database=shop;Username=u;Password=x", ["postgres://db.acme.io/shop"]),
    ],
)
def test_keys_that_say_what_they_are_are_believed(key: str, value: str, names: list[str]) -> None:
    assert named(key, value) == names


def test_what_may_hide_a_password_is_told_and_not_shown() -> None:
    (row,) = extract(".env", "DB=postgres://app:12/34@db.io/x\n")
    assert isinstance(row, Skipped)
    assert "12" not in row.reason


SECRETS = st.text(
    st.sampled_from("kqzKQZ0123456789/?#@:;,&=%+'\"<>{}[]()|\\ \t$!*~^`.-_"), min_size=6, max_size=24
).map(lambda text: f"zq{text}qz")
SCHEMES = st.sampled_from(
    ["postgres", "jdbc:mysql", "mongodb+srv", "redis", "amqp", "https", "s3", "abfss", "kafka"]
)
FORMS = st.sampled_from(
    [
        "{s}://me:{p}@db.acme.io/x",
        "{s}://:{p}@db.acme.io",
        "{s}://db.acme.io/x?password={p}",
        "{s}://db.acme.io#{p}",
        "x {s}://me:{p}@a.io,b.io/x, {s}://me:{p}@c.io",
        "Server=db.acme.io;Password={p};Database=x",
    ]
)


@given(
    secret=SECRETS,
    scheme=SCHEMES,
    form=FORMS,
    key=st.sampled_from(["DB_URL", "db", "REDIS_HOST", "S3_BUCKET"]),
)
def test_no_row_ever_holds_a_secret(secret: str, scheme: str, form: str, key: str) -> None:
    value = form.format(s=scheme, p=secret)
    encoded = form.format(s=scheme, p=quote(secret, safe=""))
    files = {
        ".env": f"{key}={value}\n{key}={encoded}\n",
        "config/a.json": json.dumps({key: value, "list": [value, encoded]}),
        "application.properties": f"{key}: {value}\n",
    }
    parts = [part for part in [secret, *_pieces(secret)] if len(part) > 2]
    for path, text in files.items():
        for extractor in (data_stores, service_urls):
            for row in extractor.extract(path, text):
                said = row.reason if isinstance(row, Skipped) else getattr(row, "name", "")
                assert not any(part.lower() in said.lower() for part in parts), (said, value)


def _pieces(secret: str) -> list[str]:
    """The runs of letters and digits in a secret: one of them in a host's place would give it away."""
    return "".join(each if each.isalnum() else " " for each in secret).split()
