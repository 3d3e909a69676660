"""Which templates there are, at which versions, and what is said where one cannot be had."""

from pathlib import Path

import pytest

from gitops_assets.core.templates.model import Question, Version
from gitops_assets.core.templates.versions import chosen, newest_first
from resources.templates.catalogue import SHIPPED_FOLDER, Catalogue
from resources.templates.errors import SourceUnreadable, TemplateError, TemplateUnknown, VersionUnknown
from resources.templates.rendering import Renderer
from tests.repositories import git, repository
from tests.templates.building import SMALL, catalogue, folder, home_at


def released(path: Path, *tags: str) -> Path:
    """A repository with the small template, one commit a tag."""
    repository(path)
    for tag in tags:
        folder(path, {**SMALL, "VERSION": tag})
        git(path, "add", "-A")
        git(path, "commit", "-q", "--allow-empty", "-m", tag)
        git(path, "tag", tag)
    return path


def test_tags_are_ordered_as_numbers_and_words_are_left_out() -> None:
    tags = ["v1.9.0", "v1.10.0", "nightly", "2.0.0-rc.1", "v1", "1.0.0"]
    ordered = newest_first(Version(tag=tag, oid=f"{number:040}") for number, tag in enumerate(tags))
    assert [version.tag for version in ordered] == ["2.0.0-rc.1", "v1.10.0", "v1.9.0", "1.0.0", "v1"]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("latest", "v1.10.0"),
        ("1.9.0", "v1.9.0"),
        ("<1.10", "v1.9.0"),
        (">=1,<2", "v1.10.0"),
        ("2.0.0-rc.1", "2.0.0-rc.1"),
    ],
)
def test_a_word_means_one_version(wanted: str, meant: str) -> None:
    versions = [Version(tag=tag, oid=f"oid {tag}") for tag in ("2.0.0-rc.1", "v1.10.0", "v1.9.0")]
    assert chosen(versions, wanted).tag == meant


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("v1.9.1", "did you mean 'v1.9.0'?"),
        (">=3", "no version of it is within '>=3'; it has v1.9.0"),
        ("main", "it has no version 'main'"),
    ],
)
def test_a_version_that_is_not_there_is_told_with_those_that_are(wanted: str, told: str) -> None:
    with pytest.raises(LookupError, match=told.replace("?", r"\?")):
        chosen([Version(tag="v1.9.0", oid="0" * 40)], wanted)


def test_a_repository_has_its_tags_and_a_folder_what_lies_there(at: Path) -> None:
    released(at / "tagged", "v1.0.0", "v1.1.0")
    folder(at / "plain", {**SMALL, "gitops-template.yml": "version: '7'\n"})
    known = catalogue(at, "templates: {tagged: {source: tagged, version: '<1.1'}, plain: {source: plain}}")
    tagged, plain = known.get("tagged"), known.get("plain")
    assert [version.tag for version in tagged.versions] == ["v1.1.0", "v1.0.0"]
    assert known.version(tagged).tag == "v1.0.0"
    assert known.version(tagged, "latest").tag == "v1.1.0"
    assert plain.versions[0].tag == "7"
    assert tagged.questions[0] == Question(
        name="project_name", type="str", help="How is it called?", required=True
    )
    before = plain.versions[0].oid
    (at / "plain" / "new").write_text("x")
    assert catalogue(at, "templates: {plain: {source: plain}}").get("plain").versions[0].oid != before


def test_a_remote_is_cloned_once_and_asked_again_when_told_to(at: Path) -> None:
    origin = released(at / "origin", "v1.0.0")
    text = f"templates: {{far: {{source: 'file://{origin}'}}}}"
    assert catalogue(at, text).get("far").versions[0].tag == "v1.0.0"
    released_again = folder(origin, {"NEW": "x"})
    git(released_again, "tag", "v2.0.0")
    assert catalogue(at, text).get("far").versions[0].tag == "v1.0.0"
    asked = catalogue(at, text)
    asked = Catalogue(asked.fleet, home_at(at / "home"), folder=at, ask=True)
    assert asked.get("far").versions[0].tag == "v2.0.0"
    origin.rename(at / "gone")
    assert catalogue(at, text).get("far").versions[0].tag == "v2.0.0"


def test_a_version_that_vanished_is_told(at: Path, renderer: Renderer) -> None:
    path = folder(at / "plain", {"a": "one"})
    old = catalogue(at).get(str(path)).versions[0]
    (path / "a").write_text("two")
    template = catalogue(at).get(str(path))
    with pytest.raises(VersionUnknown, match=r"is gone: .*bring it back there, or update to a version"):
        renderer.render(template, old, {}, "a/b")


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("smal", TemplateUnknown, "did you mean 'small'?"),
        ("nowhere", SourceUnreadable, "is not at 'no-such-folder'"),
        ("unsound", TemplateError, "of unsound:2:8: rules"),
        ("misasked", TemplateError, "copier.yml of the template 'misasked': line 2"),
        ("circle", TemplateError, "in a circle: circle → other → circle"),
    ],
)
def test_what_is_wrong_with_a_template_is_told(at: Path, name: str, kind: type[Exception], told: str) -> None:
    folder(at / "small")
    folder(at / "unsound", {"gitops-template.yml": "title: x\nrules: 7\n"})
    folder(at / "misasked", {"copier.yml": "a: [\n"})
    folder(at / "circle", {"gitops-template.yml": "extends: [other]\n"})
    folder(at / "other", {"gitops-template.yml": "extends: [circle]\n"})
    sources = ("small", "unsound", "misasked", "circle", "other")
    text = "".join(f"  {each}: {{source: {each}}}\n" for each in sources)
    known = catalogue(at, f"templates:\n{text}  nowhere: {{source: no-such-folder}}\n")
    with pytest.raises(kind) as caught:
        known.get(name)
    assert told in str(caught.value)
    assert [each.name for each in known.templates() if each.source in sources] == ["small"]


def test_a_template_without_tags_in_a_repository_is_where_it_stands(at: Path) -> None:
    path = folder(repository(at / "untagged"))
    git(path, "add", "-A")
    git(path, "commit", "-q", "-m", "x")
    assert catalogue(at).get(str(path)).versions == (Version(tag=None, oid=git(path, "rev-parse", "HEAD")),)


@pytest.mark.parametrize("name", sorted(each.parent.name for each in SHIPPED_FOLDER.glob("*/copier.yml")))
def test_every_shipped_template_can_be_read(at: Path, name: str) -> None:
    assert catalogue(at).get(name).overlay.title
