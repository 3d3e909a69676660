import json

from gitops_assets.core.dependencies.extractors.openapi_documents import extract, offered, slug, wants
from gitops_assets.core.dependencies.model import Skipped


def test_documents_are_known_by_their_name() -> None:
    assert wants("api/openapi.yaml")
    assert wants("docs/swagger-v2.json")
    assert wants("Shop.OpenAPI.yml")
    assert not wants("openapi.md")


def test_a_document_offers_its_title_its_id_and_its_hosts() -> None:
    text = (
        "openapi: 3.1.0\ninfo:\n  title: Shop Orders (v2)\n  version: 1.10\n  x-api-id: urn:orders\n"
        "servers:\n  - url: https://api.acme.io:8443/v1\n"
        "  - url: https://{region}.acme.io\n    variables:\n      region: {default: eu}\n  - url: /relative\n"
    )
    assert list(extract("openapi.yaml", text)) == [
        offered("openapi", "shop-orders-v2", "openapi.yaml", 3, "1.10"),
        offered("openapi", "urn:orders", "openapi.yaml", 5, "1.10"),
        offered("url", "api.acme.io:8443", "openapi.yaml", 7),
        offered("url", "eu.acme.io", "openapi.yaml", 8),
    ]


def test_swagger_names_its_host_apart() -> None:
    text = json.dumps({"swagger": "2.0", "info": {"title": "Pets"}, "host": "pets.acme.io"}, indent=1)
    assert list(extract("swagger.json", text)) == [
        offered("openapi", "pets", "swagger.json", 4),
        offered("url", "pets.acme.io", "swagger.json", 6),
    ]


def test_placeholders_and_examples_are_no_hosts() -> None:
    text = "openapi: 3.0.0\nservers:\n- url: https://{env}.acme.io\n- url: http://localhost:1\n- url: https://api.example.com\n"
    assert list(extract("openapi.yaml", text)) == []


def test_a_file_that_is_no_document_gives_nothing() -> None:
    assert list(extract("openapi-generator.yaml", "inputSpec: a.yaml\n")) == []


def test_a_repeated_key_is_told() -> None:
    rows = list(extract("openapi.yaml", "openapi: 3.0.0\nopenapi: 3.1.0\n"))
    assert rows == [
        Skipped(path="openapi.yaml", line=2, reason="has the key 'openapi' twice; the last one counts")
    ]


def test_a_title_becomes_an_identifier() -> None:
    assert slug("  Größe & Co_API ") == "größe-co-api"
