import pytest

from gitops_assets.core.dependencies.extractors.conan_file import extract, wants
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Malformed,
    Publication,
    Scope,
    Skipped,
)

RECIPE = """from conan import ConanFile

class Recipe(ConanFile):
    name = "acme"
    version = "1.2"
    requires = "zlib/1.3", ("fmt/[>=9 <11]", "private")
    tool_requires = ["cmake/3.27"]

    def requirements(self):
        self.requires("boost/1.83.0@user/channel#abc")
        if self.options.x:
            self.requires(f"own/{self.version}", transitive_headers=True)
        self.requires(self.tested_reference_str)
        other.requires("not/1")

    def build_requirements(self):
        self.test_requires("gtest/1.14")
"""


def needed(path: str, text: str) -> list[tuple[str, str | None, Scope, int]]:
    found = (row for row in extract(path, text) if isinstance(row, Dependency))
    return [(row.name, row.constraint, row.scope, row.line) for row in found]


def test_both_forms_are_read() -> None:
    assert all(map(wants, ("conanfile.txt", "a/conanfile.py")))
    assert not wants("conan.py")


def test_the_sections_of_a_text_are_read_as_they_are_written() -> None:
    text = "[requires]\nzlib/1.3 # why\nfmt/[>=9 <11]@acme/stable\n# none/1\n[tool_requires]\ncmake/3#rev\n"
    text += "[options]\na/*:b=1\n"
    assert needed("conanfile.txt", text) == [
        ("zlib", "1.3", Scope.RUNTIME, 2),
        ("fmt", "[>=9 <11]", Scope.RUNTIME, 3),
        ("cmake", "3", Scope.BUILD, 6),
    ]


def test_a_program_is_read_and_never_run() -> None:
    assert needed("conanfile.py", RECIPE) == [
        ("zlib", "1.3", Scope.RUNTIME, 6),
        ("fmt", "[>=9 <11]", Scope.RUNTIME, 6),
        ("cmake", "3.27", Scope.BUILD, 7),
        ("boost", "1.83.0", Scope.RUNTIME, 10),
        ("gtest", "1.14", Scope.TEST, 17),
        ("own", None, Scope.RUNTIME, 12),
    ]
    rows = list(extract("conanfile.py", RECIPE))
    assert {
        row.confidence for row in rows if not isinstance(row, Skipped) and isinstance(row, Dependency)
    } == {Confidence.INFERRED}
    assert [(row.name, row.version) for row in rows if isinstance(row, Publication)] == [("acme", "1.2")]
    assert not [row for row in rows if isinstance(row, Skipped)]


def test_what_only_the_program_knows_is_skipped() -> None:
    text = (
        "class R(ConanFile):\n  def requirements(self):\n    self.requires(name())\n    self.requires('x')\n"
    )
    rows = list(extract("conanfile.py", text))
    assert [(row.line, row.reason) for row in rows if isinstance(row, Skipped)] == [
        (3, "requires a package that only the program knows"),
        (4, "requires a package that only the program knows"),
    ]


@pytest.mark.parametrize("text", ["print 'x'", "(" * 500, "-" * 300_000 + "1", "a." * 200_000 + "b", "\0"])
def test_what_is_no_program_is_malformed(text: str) -> None:
    with pytest.raises(Malformed, match="is no Python"):
        list(extract("conanfile.py", text))
