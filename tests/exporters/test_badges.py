from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from exporters.badges import files
from exporters.model import Material
from exporters.parts.badge import Tone, badge, width
from gitops_assets.core.compliance.section import QualitySection
from gitops_assets.core.report import Report
from tests.exporters.golden_fleet import report, state
from tests.exporters.strategies import TEXTS, reports

SVG = "{http://www.w3.org/2000/svg}"


def told(content: bytes) -> str:
    picture = ET.fromstring(content.decode())  # noqa: S314 - our own bytes
    title = picture.find(f"{SVG}title")
    assert picture.get("role") == "img"
    assert title is not None
    assert title.text is not None
    assert picture.get("aria-label") == title.text
    return title.text


def test_fleet_and_repositories_have_their_badges() -> None:
    said = {file.path: told(file.content) for file in files(Material(report()))}
    assert said["badge.svg"] == "fleet score: C 71"
    assert said["badges/health.svg"] == "fleet health: red"
    assert said["badges/acme/api/state.svg"] == "state: diverged, ahead +1"
    assert said["badges/tools/gone/score.svg"] == "score: E 0"
    assert len(said) == 2 + 2 * len(report().repositories)


def test_without_scores_the_badge_says_unknown() -> None:
    shown = replace(report([state("a")], []), quality=QualitySection())
    assert next(told(file.content) for file in files(Material(shown))) == "fleet score: unknown"


@given(reports())
@settings(max_examples=25, deadline=None)
def test_no_name_leaves_the_folder_or_breaks_the_picture(hostile: Report) -> None:
    for file in files(Material(hostile)):
        assert told(file.content)
        assert ".." not in file.path.split("/")
        assert file.path.isascii()


@given(TEXTS, TEXTS)
@settings(max_examples=50, deadline=None)
def test_every_text_is_text(label: str, message: str) -> None:
    assert ": " in told(badge(label, message, Tone.GREY))


@pytest.mark.parametrize("tone", [*Tone, "#505050"])
def test_white_text_can_be_read_on_every_ground(tone: str) -> None:
    channels = (int(tone[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_wide_letters_take_more_room() -> None:
    assert width("WW") > width("aa") > width("ii")
