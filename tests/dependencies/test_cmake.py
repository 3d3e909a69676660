import pytest

from gitops_assets.core.dependencies.extractors.cmake import extract, wants
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Kind,
    Malformed,
    Publication,
    Scope,
    Skipped,
)

PATH = "CMakeLists.txt"
HASH = "a" * 40


def needed(text: str, path: str = PATH) -> list[tuple[str, str | None, Scope, int]]:
    found = (row for row in extract(path, text) if isinstance(row, Dependency))
    return [(row.name, row.constraint, row.scope, row.line) for row in found]


def sources(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(row.name, row.constraint, row.url) for row in extract(PATH, text) if isinstance(row, Dependency)]


def test_scripts_and_modules_are_read() -> None:
    assert all(map(wants, (PATH, "a/CMakeLists.txt", "cmake/Find.cmake")))
    assert not any(map(wants, ("CMakeCache.txt", "cmake_install.py")))


@pytest.mark.parametrize(
    ("written", "constraint", "scope"),
    [
        ("find_package(Z REQUIRED)", None, Scope.RUNTIME),
        ("FIND_PACKAGE ( Z 1.2...<2 EXACT REQUIRED\n COMPONENTS a )", "1.2...<2", Scope.RUNTIME),
        ("find_package(Z 1.2 QUIET)", "1.2", Scope.OPTIONAL),
        ("set(Z_VERSION 3)\nfind_package(Z ${Z_VERSION})", "3", Scope.OPTIONAL),
        ("find_package(Z ${Z_VERSION})", "${Z_VERSION}", Scope.OPTIONAL),
        ("find_package(Z ${QUIETLY})", None, Scope.OPTIONAL),
        ('find_package("Z" 1.2)', "1.2", Scope.OPTIONAL),
        ("find_dependency(Z)", None, Scope.RUNTIME),
    ],
)
def test_a_package_that_is_looked_for_is_inferred(written: str, constraint: str | None, scope: Scope) -> None:
    assert [row[:3] for row in needed(written)] == [("Z", constraint, scope)]
    row = next(row for row in extract(PATH, written) if isinstance(row, Dependency))
    assert (row.ecosystem, row.confidence) == ("cmake", Confidence.INFERRED)


def test_comments_texts_and_bracket_arguments_hide_what_looks_like_a_command() -> None:
    text = """# find_package(A)
#[==[ find_package(B)
]] find_package(C) ]==]
message("find_package(D) \\" find_package(E)")
message([=[ find_package(F) ]] ]=])
find_package(G REQUIRED) # find_package(H)
"""
    assert needed(text) == [("G", None, Scope.RUNTIME, 6)]


def test_the_folder_says_what_is_only_for_tests_and_examples() -> None:
    assert needed("find_package(Z REQUIRED)", "tests/CMakeLists.txt")[0][2] is Scope.TEST
    assert needed("find_package(Z REQUIRED)", "examples/a/CMakeLists.txt")[0][2] is Scope.DEV


def test_libraries_of_pkg_config_are_known_by_their_own_names() -> None:
    text = "pkg_check_modules(GTK REQUIRED IMPORTED_TARGET gtk+-3.0>=3.20 glib-2.0)"
    rows = [row for row in extract(PATH, text) if isinstance(row, Dependency)]
    assert [(row.ecosystem, row.name, row.constraint) for row in rows] == [
        ("pkg-config", "gtk+-3.0", ">=3.20"),
        ("pkg-config", "glib-2.0", None),
    ]


def test_a_fetched_source_is_declared_with_its_repository_and_tag() -> None:
    place = "GIT_REPOSITORY https://me:pw@host/fmt.git"
    text = f"FetchContent_Declare(\n  fmt\n  {place}\n  GIT_TAG {HASH} # 10.0\n)"
    assert list(extract(PATH, text)) == [
        Dependency(
            kind=Kind.PACKAGE,
            ecosystem="cmake",
            name="fmt",
            path=PATH,
            line=1,
            constraint=HASH,
            resolved=HASH,
            url="https://host/fmt.git",
        )
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "ExternalProject_Add(z URL https://github.com/o/z/archive/refs/tags/v1.2.tar.gz)",
            ("z", "v1.2", "https://github.com/o/z"),
        ),
        (
            "FetchContent_Declare(z URL https://github.com/o/z/releases/download/v3/z.zip)",
            ("z", "v3", "https://github.com/o/z"),
        ),
        ("FetchContent_Declare(z URL https://host/z-1.tgz)", ("z", None, "https://host/z-1.tgz")),
        ('CPMAddPackage("gh:o/z@1.2")', ("z", "1.2", "https://github.com/o/z")),
        ('CPMAddPackage("gl:o/z#v2")', ("z", "v2", "https://gitlab.com/o/z")),
        ("CPMAddPackage(NAME z GITHUB_REPOSITORY o/zz VERSION 3)", ("z", "3", "https://github.com/o/zz")),
        ("CPMFindPackage(NAME z GIT_REPOSITORY https://h/z GIT_TAG t)", ("z", "t", "https://h/z")),
        ("CPMAddPackage(URI gh:o/z@1)", ("z", "1", "https://github.com/o/z")),
    ],
)
def test_archives_of_forges_and_short_forms_lead_to_the_repository(
    written: str, expected: tuple[str, str | None, str]
) -> None:
    assert sources(written) == [expected]


def test_a_project_may_be_what_others_look_for() -> None:
    text = "set(V 1.2)\nproject(Acme VERSION ${V} LANGUAGES CXX)\nproject(Other VERSION ${UNKNOWN})\n"
    found = [(row.name, row.version, row.line) for row in extract(PATH, text) if isinstance(row, Publication)]
    assert found == [("Acme", "1.2", 2), ("Other", None, 3)]
    assert list(extract("tests/CMakeLists.txt", text)) == []


def test_a_name_that_only_the_program_knows_is_skipped() -> None:
    assert list(extract(PATH, "\nfind_package(${lib})")) == [
        Skipped(path=PATH, line=2, reason="asks for ${lib}, which only the program knows")
    ]


def test_a_command_that_never_ends_is_malformed() -> None:
    with pytest.raises(Malformed, match="never closed") as caught:
        list(extract(PATH, "\nfind_package(A"))
    assert caught.value.line == 2


def test_texts_that_never_end_take_no_time() -> None:
    for piece in ('"\\', "[=", "#[=[", "((", "a\\", "${", "))", "[[ ]=]"):
        try:
            list(extract(PATH, f"find_package({piece * 30_000}"))
        except Malformed as fault:
            assert fault.line == 1  # noqa: PT017 - either answer is right, as long as it comes
