"""What others read out of real manifests, we read too; the corpus is fetched by ``make test`` beforehand."""

import hashlib
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import packages as corpus_packages
from corpus.explained import EXPLANATIONS, explained
from corpus.judges import JUDGES
from corpus.judging import Difference, Judge, Refused, Verdict, judged
from corpus.packages import CACHE, PACKAGES, Package, fetch, missing
from corpus.page import Outcome, render
from corpus.trees import Tree, read_tree
from tests.documents import ROOT

OWN = [judge for judge in JUDGES if judge.own]
TESTED = [package for package in PACKAGES if package.tested]
PAGE = (ROOT / "docs/judged.md").read_text("utf-8")
LOCK = """\
version = 1
revision = 5
requires-python = ">=3.11"
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "click" }]
[package.metadata]
requires-dist = [{ name = "click" }]
[[package]]
name = "click"
version = "8.3.1"
source = { registry = "https://registry.example/simple" }
"""
MADE = {
    "PKG-INFO": "Metadata-Version: 2.4\nName: app\nVersion: 1\nRequires-Dist: click>=8\nRequires-Dist: rich;"
    " extra == 'pretty'\n",
    "pyproject.toml": '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.11"\n'
    'dependencies = ["click>=8"]\noptional-dependencies.pretty = ["rich"]\n',
    "requirements.txt": "# ours\nclick==8.3.1\n-e ./core\n",
    "uv.lock": LOCK,
    ".gitmodules": '[submodule "a"]\n\tpath = a\n\turl = https://host/o/a.git\n\tbranch = main\n',
    "Cargo.lock": 'version = 4\n[[package]]\nname = "serde"\nversion = "1.0.0"\nsource = "registry+x"\n',
    "poetry.lock": '[[package]]\nname = "Click"\nversion = "8"\n[metadata]\nlock-version = "2.1"\n',
    "pylock.toml": 'lock-version = "1.0"\n[[packages]]\nname = "click"\nversion = "8"\n',
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\npackages:\n  '@a/b@1.0.0':\n    resolution: {integrity: x}\n",
    "gradle/libs.versions.toml": '[libraries]\na = { module = "g:a", version = "1" }\n',
    "build.gradle": "dependencies {\n  implementation 'g:a:1'\n  api project(':core')\n}\n",
    "app.csproj": '<Project><ItemGroup><PackageReference Include="A.B" Version="1"/></ItemGroup></Project>',
    "CMakeLists.txt": "find_package(\n  Python 3 REQUIRED)\n",
    "subprojects/glib.wrap": "[wrap-git]\nurl = https://host/glib\nrevision = 2\n",
    "Gemfile": "source 'https://gems.example'\ngem 'rake', '~> 13'\n",
}


def tree(**changed: str) -> Tree:
    files = {**MADE, **{path.replace("__", "."): text for path, text in changed.items()}}
    return Tree("app-1", {path: text.encode() for path, text in files.items()})


def test_real_manifests_are_read_as_others_read_them() -> None:
    if missing(TESTED, ROOT / CACHE):
        pytest.skip("the corpus is not here: `make test` fetches it, or python -m corpus.packages")
    verdicts = [
        verdict
        for package in TESTED
        for files in [read_tree(ROOT / CACHE / package.file)]
        for judge in OWN
        for verdict in judged(judge, files)
    ]
    outcome = Outcome(OWN, verdicts, {})
    assert outcome.unexplained == []
    assert sum(verdict.refused is None for verdict in verdicts) >= 60
    assert sum(verdict.agreed for verdict in verdicts) >= 1000


@pytest.mark.parametrize("judge", OWN, ids=lambda judge: judge.id)
def test_a_judge_that_is_at_hand_agrees_about_a_made_tree(judge: Judge) -> None:
    (verdict,) = judged(judge, tree())
    assert (verdict.refused, list(verdict.differences)) == (None, [])
    assert verdict.agreed > 0


@pytest.mark.parametrize(
    ("judge", "fact"),
    [
        ("python-metadata", ("click", ">=8", "always")),
        ("pip-requirements", ("2", "click", "==8.3.1")),
        ("uv-lock", ("click", "8.3.1")),
        ("git-submodules", ("https://host/o/a.git", "main")),
        ("cargo-lock", ("serde", "1.0.0")),
        ("cmake", ("1", "Python")),
    ],
)
def test_what_we_would_lose_a_judge_would_miss(judge: str, fact: tuple[str, ...]) -> None:
    blind = replace(JUDGES.get(judge), ours=lambda _tree, _path: [])
    (verdict,) = judged(blind, tree())
    lost = Difference(judge, "app-1", verdict.path, "theirs", fact)
    assert lost in list(verdict.differences)
    assert explained(lost) is None


def test_a_manifest_that_a_judge_refuses_is_said_and_not_counted() -> None:
    (verdict,) = judged(JUDGES.get("uv-lock"), tree(uv__lock="version = 1\n[[package]]\nname = 1\n"))
    assert verdict.refused is not None
    assert verdict.compared == 0
    (verdict,) = judged(JUDGES.get("cargo-lock"), tree(Cargo__lock="[["))
    assert verdict.refused is not None


def test_metadata_without_requirements_says_nothing_before_version_2_2() -> None:
    (verdict,) = judged(
        JUDGES.get("python-metadata"), Tree("app-1", {"PKG-INFO": b"Metadata-Version: 2.1\nName: app\n"})
    )
    assert verdict.refused == "has no Requires-Dist, as metadata before 2.2 need not"


def test_a_judge_with_nothing_to_read_is_not_asked() -> None:
    def fail(_tree: Tree, _paths: object) -> dict[str, Refused]:
        raise AssertionError("it was asked")

    judge = replace(JUDGES.get("uv-lock"), theirs=fail)
    assert list(judged(judge, Tree("app-1", {"README.md": b""}))) == []


def test_a_page_names_what_nobody_explains_and_an_explanation_that_explains_nothing_is_found() -> None:
    judge = JUDGES.get("uv-lock")
    verdicts = [Verdict("uv-lock", "app-1", "uv.lock", frozenset({("a", "1")}), frozenset())]
    outcome = Outcome((judge,), verdicts, {"`uv`": "1"})
    assert [each.fact for each in outcome.unexplained] == [("a", "1")]
    assert len(outcome.unused) == len(EXPLANATIONS)
    assert "| uv-lock | we | 1 | app-1: `uv.lock` · `a 1` | **not explained** |" in render(outcome)


def test_the_page_is_about_these_judges_packages_and_explanations() -> None:
    assert [judge.id for judge in JUDGES if f"| {judge.title} | {judge.tool} |" not in PAGE] == []
    assert [package.pin for package in PACKAGES if f"`{package.pin}`" not in PAGE] == []
    assert [each.sentence for each in EXPLANATIONS if each.sentence not in PAGE] == []
    assert "**not explained**" not in PAGE


def test_the_corpus_is_pinned_by_version_and_hash() -> None:
    assert len({package.file for package in PACKAGES}) == len(PACKAGES) >= 25
    assert all(len(package.sha256) == 64 and package.version[0].isdigit() for package in PACKAGES)


def test_an_archive_that_is_another_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("app-1/setup.py"))
    package = Package("PyPI", "app", "1", hashlib.sha256(body.getvalue()).hexdigest())
    sent = [b"somebody else's", body.getvalue()]
    monkeypatch.setattr(
        corpus_packages,
        "fetch_sdists",
        lambda _pins, cache: (cache / package.file).write_bytes(sent.pop(0)),
    )
    with pytest.raises(SystemExit, match=r"not those of the corpus: app-1\.tar\.gz"):
        fetch([package], tmp_path)
    fetch([package], tmp_path)
    assert read_tree(tmp_path / package.file) == Tree("app-1", {"setup.py": b""})
