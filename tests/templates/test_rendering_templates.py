"""Templates rendered in a child: what comes out, what is remembered, and what a hostile one cannot do."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gitops_assets.core.templates.model import Content, Files
from resources.home import Home
from resources.templates.errors import RenderError, TemplateError
from resources.templates.rendering import Renderer
from tests.templates.building import SMALL, catalogue, folder, home_at


def render(
    renderer: Renderer, at: Path, files: Mapping[str, str], slug: str = "acme/api", **answers: str
) -> Files:
    known = catalogue(at)
    template = known.get(str(folder(at / "tpl", files)))
    return renderer.render(template, known.version(template), answers, slug)


def test_answers_become_files_with_their_modes(renderer: Renderer, at: Path) -> None:
    assert render(renderer, at, SMALL, project_name="Api", python="3.11") == {
        ".gitignore": Content(b"build/\n"),
        "README.md": Content(b"# Api\n\nPython 3.11.\n"),
        "scripts/run.sh": Content(b"#!/bin/sh\n", executable=True),
    }


def test_what_is_known_of_a_repository_needs_no_question(renderer: Renderer, at: Path) -> None:
    files = {
        "README.md.jinja": "{{ repository.owner }}: {{ repository.name }} {{ _copier_conf.dst_path.name }}"
    }
    assert render(renderer, at, files)["README.md"].body == b"acme: api api"
    assert render(renderer, at, files, slug="acme/web")["README.md"].body == b"acme: web web"


def test_a_file_that_copier_writes_names_the_source_and_no_folder_of_this_machine(
    renderer: Renderer, at: Path
) -> None:
    files = {"{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml }}"}
    known = catalogue(at, "templates: {own: {source: tpl}}")
    folder(at / "tpl", files)
    template = known.get("own")
    rendered = renderer.render(template, known.version(template), {}, "acme/api")
    assert rendered[".copier-answers.yml"].body == b"_src_path: tpl\n"


def test_the_same_answers_are_rendered_once_for_every_repository(at: Path) -> None:
    home = home_at(at / "home")
    with Renderer(home) as first:
        one = render(first, at, SMALL, project_name="Api")
    with Renderer(home) as second:
        assert render(second, at, SMALL, slug="acme/web", project_name="Api") == one
        assert second._idle == []  # nobody had to be asked
    (kept,) = (home.cache / "templates" / "renders").rglob("*.json")
    kept.write_bytes(b"{]")
    with Renderer(home) as third:
        assert render(third, at, SMALL, project_name="Api") == one


def test_threads_share_a_renderer(renderer: Renderer, at: Path) -> None:
    known = catalogue(at)
    template = known.get(str(folder(at / "tpl")))
    version = known.version(template)
    names = [f"n{number}" for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        done = list(
            pool.map(lambda name: renderer.render(template, version, {"project_name": name}, "a/b"), names)
        )
    assert [files["README.md"].body.split()[1].decode() for files in done] == names


HOSTILE = {
    "name-above": ({"{{ '..' }}/evil": "x"}, "tpl"),
    "name-absolute": ({"{{ '/tmp/evil' }}": "x"}, "tpl"),
    "does-not-parse": ({"a.txt.jinja": "fine\n{% if %}\n"}, "a.txt.jinja:2"),
    "unknown-filter": ({"a.txt.jinja": "{{ 1 | nosuch }}"}, "nosuch"),
    "division": ({"a.txt.jinja": "one\n{{ 1 / 0 }}"}, "division by zero"),
    "missing-variable": (
        {"copier.yml": "_envops: {undefined: jinja2.StrictUndefined}\n", "a.txt.jinja": "{{ nobody }}"},
        "'nobody' is undefined",
    ),
    "required": ({"copier.yml": "who: {type: str}\n", "a": "x"}, "answer it with --var who=…"),
    "not-a-choice": (
        {"copier.yml": "who: {type: int, default: 3, choices: [1, 2]}\n", "a": "x"},
        "does not render",
    ),
    "extension": (
        {"copier.yml": "_jinja_extensions: [jinja2.ext.do]\n", "a": "x"},
        "trust this very commit",
    ),
    "sandbox": ({"a.txt.jinja": "{{ ''.__class__.__mro__ }}"}, "unsafe"),
    "includes-itself": ({"a.txt.jinja": "{% include 'a.txt.jinja' %}"}, "without end"),
    "includes-a-host-file": ({"a.txt.jinja": "{% include '/etc/passwd' %}"}, "passwd"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_template_that_cannot_be_rendered_says_what_where_and_what_to_do(
    renderer: Renderer, at: Path, name: str
) -> None:
    files, told = HOSTILE[name]
    with pytest.raises(RenderError, match=r"does not render") as caught:
        render(renderer, at, files)
    message = str(caught.value)
    assert told in message
    assert "; " in message
    assert message.endswith((".", "…"))
    assert str(at) not in message
    assert not (at / "evil").exists()


def test_a_link_out_of_a_template_is_refused_before_anything_renders(at: Path) -> None:
    for target in ("/etc/passwd", "../../secret"):
        path = folder(at / target.strip("./").replace("/", "-"))
        (path / "stolen").symlink_to(target)
        with pytest.raises(TemplateError, match=r"'stolen' leads out of it.*put the file itself there"):
            catalogue(at).get(str(path))


def test_a_link_inside_stays_one_where_the_template_wants_links(renderer: Renderer, at: Path) -> None:
    path = folder(at / "tpl", {"copier.yml": "_preserve_symlinks: true\n", "docs/a.md": "x"})
    (path / "a.md").symlink_to("docs/a.md")
    known = catalogue(at)
    template = known.get(str(path))
    files = renderer.render(template, known.version(template), {}, "a/b")
    assert files["a.md"] == Content(b"docs/a.md", link=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "longer than 1.5 s",
        ),
        ("{{ 'x' * 9999999999 }}", "memory"),
        ("{{ 'x' * 20000000 }}", "File too large"),
    ],
)
def test_a_render_that_has_no_end_is_ended(at: Path, text: str, told: str) -> None:
    with Renderer(home_at(at / "home"), seconds=1.5) as renderer:
        known = catalogue(at)
        endless = known.get(str(folder(at / "endless", {"a.txt.jinja": text})))
        begun = time.monotonic()
        with pytest.raises(RenderError, match=told):
            renderer.render(endless, known.version(endless), {}, "a/b")
        assert time.monotonic() - begun < 20
        assert render(renderer, at, SMALL, project_name="after")["README.md"].body.startswith(b"# after")


def test_more_than_a_template_may_render_is_too_much(at: Path) -> None:
    names = "{% yield n from range(60) %}f{{ n }}{% endyield %}.jinja"
    told = "more memory or room|renders more than 5,000 files or 32 MB"
    with Renderer(home_at(at / "home")) as renderer, pytest.raises(RenderError, match=told):
        render(renderer, at, {names: "{{ 'x' * 1000000 }}"})


def test_tasks_are_not_run_and_it_is_said(renderer: Renderer, at: Path) -> None:
    files = {"copier.yml": f"_tasks: ['touch {at}/ran']\n", "a": "x"}
    known = catalogue(at)
    template = known.get(str(folder(at / "tpl", files)))
    assert template.notes == (
        "_tasks: its tasks are not run; trust its commit below templates: if it has to",
    )
    assert set(renderer.render(template, known.version(template), {}, "a/b")) == {"a"}
    assert not (at / "ran").exists()


def test_a_trusted_version_may_load_extensions_and_no_other(renderer: Renderer, at: Path) -> None:
    files = {
        "copier.yml": "_jinja_extensions: [jinja2.ext.do]\n",
        "a.jinja": "{% set x = [] %}{% do x.append(7) %}{{ x }}",
    }
    folder(at / "tpl", files)
    oid = catalogue(at).get(str(at / "tpl")).versions[0].oid
    for trusted, outcome in ((oid, b"[7]"), ("0" * 40, None)):
        known = catalogue(at, f"templates: {{own: {{source: tpl, trust: {{commit: '{trusted}'}}}}}}")
        template = known.get("own")
        if outcome:
            assert renderer.render(template, known.version(template), {}, "a/b")["a"].body == outcome
        else:
            with pytest.raises(RenderError, match="trust this very commit"):
                renderer.render(template, known.version(template), {}, "a/b")


def test_nothing_of_the_users_settings_or_environment_is_seen(
    renderer: Renderer, at: Path, monkeypatch: pytest.MonkeyPatch, shared_home: Home
) -> None:
    settings = at / "settings.yml"
    settings.write_text("defaults: {who: somebody}\ntrust: ['/']\n")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(settings))
    files = {"copier.yml": "who: {type: str, default: nobody}\n", "a.jinja": "{{ who }}"}
    with Renderer(home_at(at / "home")) as fresh:
        assert render(fresh, at, files)["a"].body == b"nobody"


def test_a_template_is_rendered_over_what_it_extends(renderer: Renderer, at: Path) -> None:
    folder(at / "base", {"a": "base", "b": "base", "gitops-template.yml": "required_files: [a]\n"})
    folder(at / "child", {"b": "child", "gitops-template.yml": "extends: [base]\n"})
    known = catalogue(at, "templates: {base: {source: base}, child: {source: child}}")
    template = known.get("child")
    version = known.version(template)
    files = renderer.render(template, version, {}, "a/b")
    assert {path: content.body for path, content in files.items()} == {"a": b"base", "b": b"child"}
    assert template.overlay.required_files == ("a",)
    (at / "base" / "a").write_text("moved")
    again = catalogue(at, "templates: {base: {source: base}, child: {source: child}}")
    newer = again.version(again.get("child"))
    assert newer != version
    assert renderer.render(again.get("child"), newer, {}, "a/b")["a"].body == b"moved"


def test_a_trusted_version_runs_its_tasks_where_it_is_rendered(renderer: Renderer, at: Path) -> None:
    folder(at / "tpl", {"copier.yml": "_tasks: ['cp a b && mkdir -p sub && echo done > sub/c']\n", "a": "x"})
    oid = catalogue(at).get(str(at / "tpl")).versions[0].oid
    known = catalogue(at, f"templates: {{own: {{source: tpl, trust: {{commit: '{oid}'}}}}}}")
    template = known.get("own")
    files = renderer.render(template, known.version(template), {}, "a/b")
    assert {path: content.body for path, content in files.items()} == {
        "a": b"x",
        "b": b"x",
        "sub/c": b"done\n",
    }
    assert template.notes == ()
