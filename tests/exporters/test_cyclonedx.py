import json
from typing import Any

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given, settings

from exporters.cyclonedx import EXPORTER
from exporters.model import Material
from tests.exporters.bill_fleet import MEMBERS, material, materials
from tests.exporters.golden_fleet import report

OFFICIAL = JsonStrictValidator(SchemaVersion.V1_6)


def written(shown: Material) -> dict[str, bytes]:
    return {file.path: file.content for file in EXPORTER.files(shown)}


def bill(path: str, shown: Material | None = None) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(written(shown or material())[path])
    return document


def test_every_file_follows_the_official_schema() -> None:
    for path, body in written(material()).items():
        assert OFFICIAL.validate_str(body.decode()) is None, path


@given(materials())
@settings(max_examples=15, deadline=None)
def test_no_name_breaks_the_schema_or_the_references(shown: Material) -> None:
    for body in written(shown).values():
        assert OFFICIAL.validate_str(body.decode()) is None
        document = json.loads(body)
        refs = [each["bom-ref"] for each in document["components"]]
        assert len(refs) == len(set(refs))
        known = {*refs, document["metadata"]["component"]["bom-ref"]}
        for each in document["dependencies"]:
            assert {each["ref"], *each["dependsOn"]} <= known


def test_other_tools_read_the_same_components() -> None:
    read = Bom.from_json(data=bill("bom.cdx.json"))  # type: ignore[attr-defined] # added by a decorator
    assert {(each.name, each.version) for each in read.components} == {
        ("acme/api", "2.0.1"),
        ("acme/web", None),
        ("@acme/api", None),
        ("flask", "3.1.0"),
        ("jinja2", "3.1.6"),
        ("pytest", None),
        ("python", "sha256:abc"),
    }


def test_a_repository_needs_what_it_asks_for_and_lists_what_is_locked() -> None:
    document = bill("cyclonedx/acme/api.cdx.json")
    listed = {each["bom-ref"]: each for each in document["components"]}
    (root,) = [each for each in document["dependencies"] if each["ref"] == "repository:acme/api"]
    assert "pkg:pypi/jinja2@3.1.6" in listed
    assert root["dependsOn"] == ["pkg:docker/python@sha256:abc", "pkg:pypi/flask@3.1.0", "pkg:pypi/pytest"]
    assert listed["pkg:pypi/pytest"]["scope"] == "optional"
    assert listed["pkg:pypi/flask@3.1.0"]["scope"] == "required"
    assert listed["pkg:docker/python@sha256:abc"]["type"] == "container"
    assert {"name": "gitops-assets:place", "value": "pyproject.toml:9"} in listed["pkg:pypi/flask@3.1.0"][
        "properties"
    ]


def test_repositories_of_the_fleet_need_each_other() -> None:
    needs = {each["ref"]: each["dependsOn"] for each in bill("bom.cdx.json")["dependencies"]}
    assert needs["fleet"] == ["repository:acme/api", "repository:acme/web"]
    assert "repository:acme/api" in needs["repository:acme/web"]


def test_a_bill_says_when_not_everything_could_be_read() -> None:
    assert bill("cyclonedx/acme/web.cdx.json")["compositions"] == [
        {"aggregate": "incomplete", "assemblies": ["repository:acme/web"]}
    ]
    assert bill("cyclonedx/acme/api.cdx.json")["compositions"][0]["aggregate"] == "complete"


def test_the_same_audit_gives_the_same_bytes_and_other_contents_another_number() -> None:
    assert written(material()) == written(material())
    fewer = Material(report(), make_members=lambda: MEMBERS[:1])
    assert bill("bom.cdx.json")["serialNumber"] != bill("bom.cdx.json", fewer)["serialNumber"]


@pytest.mark.parametrize("members", [(), MEMBERS[2:]])
def test_without_members_there_is_an_empty_bill(members: tuple[()]) -> None:
    document = bill("bom.cdx.json", Material(report(), make_members=lambda: members))
    assert document["components"] == []
