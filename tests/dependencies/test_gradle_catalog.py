from gitops_assets.core.dependencies.extractors.gradle_catalog import extract, wants
from gitops_assets.core.dependencies.model import Definition, Dependency, Kind, Row, Scope, Skipped

PATH = "gradle/libs.versions.toml"


def needed(rows: list[Row]) -> list[tuple[str, str | None, int]]:
    return [(row.name, row.constraint, row.line) for row in rows if isinstance(row, Dependency)]


def test_a_catalog_of_any_name_is_read() -> None:
    assert wants(PATH)
    assert wants("build-logic/test.versions.toml")
    assert not wants("versions.toml")


def test_a_library_with_a_reference_has_the_version_that_is_meant() -> None:
    text = '[versions]\nv = "33"\n[libraries]\nguava = { module = "g:guava", version.ref = "v" }\n'
    assert Dependency(
        kind=Kind.PACKAGE, ecosystem="maven", name="g:guava", path=PATH, line=4, constraint="33"
    ) in list(extract(PATH, text))


def test_every_way_to_write_a_library_or_plugin_is_read() -> None:
    text = """[versions]
rich = { prefer = "1.5", strictly = "[1,2)" }
[libraries]
a = "g:a:1"
b = { group = "g", name = "b", version = { require = "2" } }
c = { module = "g:c", version.ref = "rich" }
d = { module = "g:d" }
[plugins]
p = "x.p:3"
q = { id = "x.q", version = "4" }
"""
    assert needed(list(extract(PATH, text))) == [
        ("g:a", "1", 4),
        ("g:b", "2", 5),
        ("g:c", "[1,2)", 6),
        ("g:d", None, 7),
        ("x.p:x.p.gradle.plugin", "3", 9),
        ("x.q:x.q.gradle.plugin", "4", 10),
    ]


def test_a_plugin_belongs_to_the_build() -> None:
    rows = list(extract(PATH, '[plugins]\np = "x.p:3"\n'))
    assert [row.scope for row in rows if isinstance(row, Dependency)] == [Scope.BUILD]


def test_names_are_defined_as_build_files_call_them() -> None:
    text = '[libraries]\na-b_c = "g:a:1"\n[bundles]\nall = ["a-b_c"]\n'
    defined = [(row.group, row.name, row.value) for row in extract(PATH, text) if isinstance(row, Definition)]
    assert defined == [
        ("gradle:library", "libs.a.b.c", "g:a:1"),
        ("gradle:bundle", "libs.bundles.all", "libs.a.b.c"),
    ]


def test_an_entry_without_a_module_is_skipped_with_the_reason() -> None:
    assert list(extract(PATH, '[libraries]\na = { name = "x" }\n')) == [
        Skipped(path=PATH, line=2, reason="names no module for 'a' of libraries")
    ]
