"""What fleet.yaml says of templates."""

from pathlib import Path

import pytest

from gitops_assets.core.fleet.faults import FleetFaults
from gitops_assets.core.fleet.loading import parse_fleet
from gitops_assets.core.fleet.schema import known_keys
from gitops_assets.core.templates.assigning import Use, assigned

EXAMPLE = Path(__file__).parents[2] / "docs" / "fleet.example.yaml"


def uses(text: str) -> tuple[Use, ...]:
    return parse_fleet(text, ()).uses


def test_a_name_alone_is_the_newest_shipped_template_that_nobody_has_to_follow() -> None:
    assert uses("templates: {python-ci: {}}") == (Use(name="python-ci"),)
    assert not Use(name="python-ci").means("acme/api", ())


def test_the_example_shows_every_key_and_says_what_its_comments_say() -> None:
    text = EXAMPLE.read_text("utf-8")
    python, rules = uses(text[text.index("\ntemplates:") :])
    assert python.answers == {"python_versions": ("3.12", "3.13")}
    assert rules.trust == "0123456789abcdef0123456789abcdef01234567"
    assert rules.enforce
    shown = {"source", "version", "repositories", "tags", "answers", "trust", "enforce"}
    assert shown == set(known_keys(("templates", "any")))


def test_a_repository_follows_what_fits_it_in_all_that_is_said() -> None:
    both = Use(name="a", repositories=("acme/*",), tags=("python",))
    named = Use(name="b", repositories=("ACME/api",))
    tagged = Use(name="c", tags=("public", "python"))
    assert assigned((both, named, tagged), "acme/api", ("python",)) == (both, named, tagged)
    assert assigned((both, named, tagged), "acme/api", ()) == (named,)
    assert assigned((both, named, tagged), "other/api", ("python",)) == (tagged,)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{Python: {}}", "write small letters, digits and dashes"),
        ("{a: {source: '--upload-pack=x'}}", "a source cannot begin with a dash"),
        ("{a: {source: 'https://me:pw@host.example/x.git'}}", "the URL carries credentials"),
        ("{a: {trust: {commit: main}}}", "templates.a.trust.commit"),
        ("{a: {repositorys: [x]}}", "did you mean 'repositories'?"),
        ("{a: {answers: {x: {y: 1}}}}", "templates.a.answers.x"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(said: str, told: str) -> None:
    with pytest.raises(FleetFaults) as caught:
        uses(f"templates: {said}")
    assert told in str(caught.value)
    assert "pw" not in str(caught.value)
