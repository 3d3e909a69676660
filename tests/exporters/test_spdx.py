import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from exporters.model import Material
from exporters.spdx import EXPORTER
from tests.exporters import test_cyclonedx
from tests.exporters.bill_fleet import material, materials
from tests.exporters.golden_fleet import report


def written(shown: Material) -> dict[str, bytes]:
    return {file.path: file.content for file in EXPORTER.files(shown)}


def bill(path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(written(material())[path])
    return document


def test_every_file_is_valid_to_the_reference_tools(tmp_path: Path) -> None:
    for nth, body in enumerate(written(material()).values()):
        file = tmp_path / f"{nth}.spdx.json"
        file.write_bytes(body)
        assert validate_full_spdx_document(parse_file(str(file)), "SPDX-2.3") == []


@given(materials())
@settings(max_examples=10, deadline=None)
def test_no_name_makes_an_invalid_document(shown: Material) -> None:
    with TemporaryDirectory() as folder:
        for nth, body in enumerate(written(shown).values()):
            file = Path(folder) / f"{nth}.spdx.json"
            file.write_bytes(body)
            assert validate_full_spdx_document(parse_file(str(file)), "SPDX-2.3") == []


def test_it_lists_what_cyclonedx_lists() -> None:
    ours = {each["name"] for each in bill("bom.spdx.json")["packages"]}
    fleet = report().fleet
    assert ours - {fleet} == {each["name"] for each in test_cyclonedx.bill("bom.cdx.json")["components"]}


def test_the_document_describes_the_repository_and_tells_asked_from_locked() -> None:
    document = bill("spdx/acme/api.spdx.json")
    names = {each["SPDXID"]: each["name"] for each in document["packages"]}
    told = {
        (each["relationshipType"], names[each["relatedSpdxElement"]]) for each in document["relationships"]
    }
    assert ("DESCRIBES", "acme/api") in told
    assert ("DEPENDS_ON", "flask") in told
    assert ("CONTAINS", "jinja2") in told
    (root,) = [each for each in document["packages"] if each["name"] == "acme/api"]
    assert root["downloadLocation"] == "git+https://git.example.org/acme/api.git@c0ffee"
    assert document["creationInfo"]["created"].endswith("Z")


def test_the_same_audit_gives_the_same_bytes() -> None:
    assert written(material()) == written(material())
