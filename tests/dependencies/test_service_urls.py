import json

import pytest

from gitops_assets.core.dependencies.extractors.service_urls import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Skipped


def called(path: str, text: str) -> list[tuple[str, int]]:
    return [(row.name, row.line) for row in extract(path, text) if isinstance(row, Dependency)]


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "web/.env.production",
        "deploy/env.example",
        "src/main/resources/application-prod.yml",
        "application.properties",
        "appsettings.Production.json",
        "config/services.toml",
        "app/config/prod/http.yaml",
        "settings.json",
    ],
)
def test_files_of_settings_are_read(path: str) -> None:
    assert wants(path)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "config/testdata/x.yml",
        "config/docker-compose.yml",
        ".github/x/config.yml",
        "applications.yaml",
        "src/app.py",
        "data/config/logo.png",
        "environment.ts",
        "a.yaml",
    ],
)
def test_other_files_are_not(path: str) -> None:
    assert not wants(path)


def test_a_call_is_a_guessed_dependency_on_a_host() -> None:
    assert list(extract(".env", "\nPAY_URL=https://me:secret@Pay.acme.io:443/v1?key=1 # prod\n")) == [
        Dependency(
            kind=Kind.API,
            ecosystem="url",
            name="pay.acme.io",
            path=".env",
            line=2,
            confidence=Confidence.INFERRED,
        )
    ]


def test_every_form_is_read_where_it_stands() -> None:
    assert called(
        "config/a.yml", "pay:\n  url: http://pay.acme.io:8080/x\n  urls:\n  - wss://a.io\n  - b\n"
    ) == [
        ("pay.acme.io:8080", 2),
        ("a.io", 4),
    ]
    assert called("config/a.toml", '[pay]\nendpoint = "grpc://pay:50051"\n') == [("pay:50051", 2)]
    assert called("appsettings.json", json.dumps({"Pay": {"BaseUrl": "https://pay.io/"}}, indent=1)) == [
        ("pay.io", 3)
    ]
    assert called("application.properties", "# x.url=http://no\npay.url=https\\://pay.io\n") == [
        ("pay.io", 2)
    ]
    assert called("config/env.yaml", "env:\n- PAY_HOST=pay.io\n- name: STOCK_HOST\n  value: stock:80\n") == [
        ("pay.io", 2),
        ("stock:80", 4),
    ]


def test_only_a_key_that_promises_an_address_is_believed() -> None:
    assert called(".env", "DOCS=https://docs.io\nGREETING=see https://a.io\n") == []


@pytest.mark.parametrize(
    "value",
    [
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://0.0.0.0:80",
        "https://${HOST}/x",
        "https://<your-host>/",
        "https://api.example.com",
        "https://changeme",
        "https://{{ host }}",
        "https://%(host)s",
        "http://[::1]:80",
        "peer=http://a.io",
        "http://host.docker.internal",
        "https://",
    ],
)
def test_placeholders_and_this_machine_are_nobody(value: str) -> None:
    assert list(extract(".env", f"PAY_URL={value}")) == []


def test_a_bare_word_is_a_host_only_with_a_dot_or_a_port() -> None:
    text = "PAY_HOST=pay.io\nCART_HOST=cart:8080\n"
    text += "MODE_HOST=true\nALLOWED_HOSTS=a.io\nDB_HOST=db.io\nSECRET_HOST=a.b\n"
    assert called(".env", text) == [("pay.io", 1), ("cart:8080", 2)]


def test_an_address_that_may_hide_a_password_is_told_and_not_shown() -> None:
    (row,) = extract(".env", "PAY_URL=https://me:12/34@pay.io/x\n")
    assert isinstance(row, Skipped)
    assert "with an @ after its host" in row.reason
    assert "34" not in row.reason


def test_an_at_sign_in_a_path_is_no_password() -> None:
    assert called(".env", "CDN_URL=https://cdn.acme.io/@acme/ui@1.2/x.js\n") == [("cdn.acme.io", 1)]
