from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gitops_assets.core.advisories.exposures import exposures
from gitops_assets.core.advisories.model import AdvisoryFacts, Matches, Package, Vulnerability
from gitops_assets.core.dependencies.model import RepositoryDependencies
from tests.gates.trees import seen

BAD = Vulnerability(id="GHSA-1", fixed=("2.0.0",))


@dataclass(frozen=True)
class Says:
    """A snapshot in which these packages are vulnerable; it covers npm, pypi and golang."""

    bad: frozenset[tuple[str, str]]
    date: str = "2026-05-01"

    def look_up(self, packages: Collection[Package], /) -> Mapping[Package, Matches]:
        return {each: self._answer(each) for each in packages}

    def _answer(self, package: Package) -> Matches:
        if package.ecosystem not in {"npm", "pypi", "golang", "github"}:
            return Matches(covered=False)
        if package.version == "main":
            return Matches(undecided=("GHSA-2",))
        return Matches((BAD,) if (package.name, package.version) in self.bad else ())


def exposed(files: dict[str, str], *bad: tuple[str, str]) -> AdvisoryFacts:
    known = seen(files).packages
    return exposures(known, known.locked, Says(frozenset(bad)))


LOCK = """{"lockfileVersion": 3, "packages": {
  "": {"dependencies": {"a": "^1.0.0"}},
  "node_modules/a": {"version": "1.0.0"},
  "node_modules/b": {"version": "1.0.0"}
}}"""


INDIRECT = "module t\n\nrequire example.org/a v1.2.0 // indirect\n"


def test_what_is_locked_is_told_in_the_lock_file_once() -> None:
    files = {"package.json": '{"devDependencies": {"a": "^1.0.0"}}', "package-lock.json": LOCK}
    found = exposed(files, ("a", "1.0.0"), ("b", "1.0.0")).exposures
    assert [(each.name, each.path, each.line, each.scope) for each in found] == [
        ("a", "package-lock.json", 3, "dev"),
        ("b", "package-lock.json", 4, "transitive"),
    ]


def test_a_pin_without_a_lock_is_told_where_it_stands() -> None:
    (found,) = exposed({"requirements.txt": "x\nFlask==1.0\n"}, ("flask", "1.0")).exposures
    assert (found.path, found.line, found.scope) == ("requirements.txt", 2, "runtime")


def test_a_lock_of_another_folder_hides_no_pin() -> None:
    files = {"go.mod": "module m\n\nrequire example.org/a v1.2.0\n", "tools/go.mod": INDIRECT}
    found = exposed(files, ("example.org/a", "v1.2.0")).exposures
    assert [each.path for each in found] == ["go.mod", "tools/go.mod"]


def test_a_lock_above_a_manifest_may_be_its_own() -> None:
    files = {"tools/go.mod": "module m\n\nrequire example.org/a v1.2.0\n", "go.mod": INDIRECT}
    (found,) = exposed(files, ("example.org/a", "v1.2.0")).exposures
    assert found.path == "go.mod"


def test_a_range_alone_is_nobodys_version() -> None:
    assert exposed({"requirements.txt": "flask>=1.0\n"}, ("flask", "1.0")).asked == 0


def test_hashes_of_versions_that_go_did_not_take_do_not_count() -> None:
    files = {
        "go.mod": "module m\n\nrequire example.org/a v1.2.0\n",
        "go.sum": "example.org/a v1.0.0 h1:x=\nexample.org/a v1.2.0 h1:x=\n",
    }
    assert exposed(files, ("example.org/a", "v1.0.0")).exposures == ()
    (found,) = exposed(files, ("example.org/a", "v1.2.0")).exposures
    assert found.path == "go.mod"


def test_an_action_counts_where_its_tag_names_a_whole_version() -> None:
    path = ".github/workflows/ci.yml"
    text = "jobs:\n  a:\n    steps:\n      - uses: tj-actions/changed-files@{}\n"
    asked = [exposed({path: text.format(ref)}).asked for ref in ("v45.0.7", "v45", "main", "a" * 40)]
    assert asked == [1, 0, 0, 0]


def test_what_could_not_be_looked_up_is_told() -> None:
    files = {"package-lock.json": LOCK.replace('"1.0.0"}\n', '"main"}\n'), "Cargo.lock": CARGO}
    facts = exposed(files)
    assert facts.undecided == (Package("npm", "b", "main"),)
    assert facts.uncovered == ("cargo",)


def test_what_a_lock_file_names_of_an_ecosystem_without_advisories_is_told() -> None:
    lock = '{"version": "0.5", "requires": ["zlib/1.3.1#abc%1"], "build_requires": [], "python_requires": []}'
    facts = exposed({"conan.lock": lock})
    assert (facts.asked, facts.uncovered) == (0, ("conan",))


CARGO = """version = 4
[[package]]
name = "a"
version = "1.0.0"
source = "registry+https://example.org"
"""


def test_without_a_snapshot_nobody_is_clean() -> None:
    facts = exposures(RepositoryDependencies(slug="acme/app"), (), None)
    assert facts.unknown is not None
    assert "advisories import" in facts.unknown


def test_dependencies_that_could_not_be_read_are_unknown() -> None:
    facts = exposures(RepositoryDependencies(slug="a/b", unknown="no git"), (), Says(frozenset()))
    assert facts.unknown == "the dependencies are unknown: no git"
