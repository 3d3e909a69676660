import pytest

from gitops_assets.core.dependencies.extractors.maven_pom import extract, wants
from gitops_assets.core.dependencies.model import (
    Definition,
    Dependency,
    Kind,
    Malformed,
    Publication,
    Row,
    Scope,
    Skipped,
)

HEAD = "<groupId>acme</groupId><artifactId>app</artifactId><version>1</version>\n"


def rows(inside: str) -> list[Row]:
    return list(
        extract("pom.xml", f'<project xmlns="http://maven.apache.org/POM/4.0.0">{HEAD}{inside}</project>')
    )


def needed(inside: str) -> list[tuple[str, str | None, Scope, int]]:
    found = (row for row in rows(inside) if isinstance(row, Dependency))
    return [(row.name, row.constraint, row.scope, row.line) for row in found]


def artifact(name: str, more: str = "<version>2</version>") -> str:
    return f"<groupId>g</groupId><artifactId>{name}</artifactId>{more}"


def test_a_pom_in_any_folder_is_read_and_what_maven_loads_before_it() -> None:
    assert all(map(wants, ("pom.xml", "core/pom.xml", ".mvn/extensions.xml", "a/.mvn/extensions.xml")))
    assert not any(map(wants, ("pom.xml.bak", "a/apom.xml", "extensions.xml", "x.mvn/extensions.xml")))


def test_the_project_is_published_with_what_it_inherits_from_its_parent() -> None:
    text = """<project>
  <parent><groupId>acme</groupId><artifactId>parent</artifactId><version>7</version></parent>
  <artifactId>core</artifactId>
</project>"""
    found = list(extract("core/pom.xml", text))
    assert (
        Publication(
            kind=Kind.PACKAGE, ecosystem="maven", name="acme:core", path="core/pom.xml", line=3, version="7"
        )
        in found
    )
    assert (
        Dependency(
            kind=Kind.PACKAGE,
            ecosystem="maven",
            name="acme:parent",
            path="core/pom.xml",
            line=2,
            scope=Scope.BUILD,
            constraint="7",
        )
        in found
    )


@pytest.mark.parametrize(
    ("more", "scope"),
    [
        ("", Scope.RUNTIME),
        ("<scope>compile</scope>", Scope.RUNTIME),
        ("<scope>test</scope>", Scope.TEST),
        ("<scope>provided</scope>", Scope.BUILD),
        ("<optional>true</optional>", Scope.OPTIONAL),
        ("<scope>test</scope><optional>true</optional>", Scope.TEST),
    ],
)
def test_mavens_scopes_say_when_a_dependency_is_needed(more: str, scope: Scope) -> None:
    body = artifact("a", f"<version>[1,2)</version>{more}")
    found = needed(f"<dependencies>\n<dependency>{body}</dependency></dependencies>")
    assert found == [("g:a", "[1,2)", scope, 3)]


def test_plugins_with_what_they_need_and_extensions_belong_to_the_build() -> None:
    paths = f"<annotationProcessorPaths><path>{artifact('p')}</path></annotationProcessorPaths>"
    processor = f"<configuration>{paths}</configuration>"
    inside = f"<dependencies><dependency>{artifact('d')}</dependency></dependencies>"
    plugin = f"<plugin><artifactId>maven-x-plugin</artifactId>{inside}{processor}</plugin>"
    extension = f"<extensions><extension>{artifact('e')}</extension></extensions>"
    assert needed(f"<build><plugins>{plugin}</plugins>{extension}</build>") == [
        ("org.apache.maven.plugins:maven-x-plugin", None, Scope.BUILD, 2),
        ("g:d", "2", Scope.BUILD, 2),
        ("g:p", "2", Scope.BUILD, 2),
        ("g:e", "2", Scope.BUILD, 2),
    ]
    core = f"<extensions><extension>{artifact('e')}</extension></extensions>"
    (row,) = extract(".mvn/extensions.xml", core)
    assert isinstance(row, Dependency)
    assert (row.name, row.scope) == ("g:e", Scope.BUILD)


def test_what_is_managed_is_no_dependency_but_an_imported_bom_is_one() -> None:
    bom = artifact("bom", "<version>3</version><type>pom</type><scope>import</scope>")
    managed = f"<dependency>{artifact('a')}</dependency><dependency>{bom}</dependency>"
    found = rows(f"<dependencyManagement><dependencies>{managed}</dependencies></dependencyManagement>")
    assert [row.name for row in found if isinstance(row, Dependency)] == ["g:bom"]
    defined = [(row.group, row.name, row.value) for row in found if isinstance(row, Definition)]
    assert ("maven:managed", "g:a", "2") in defined
    assert ("maven:import", "g:bom", "3") in defined


def test_a_profile_needs_what_it_says() -> None:
    block = f"<dependencies><dependency>{artifact('a')}</dependency></dependencies>"
    assert needed(f"<profiles><profile>{block}</profile></profiles>") == [("g:a", "2", Scope.RUNTIME, 2)]


def test_an_entity_of_html_is_no_fault_as_it_is_none_for_maven() -> None:
    assert not any(isinstance(row, Skipped) for row in rows("<name>&oslash; &amp;</name>"))


def test_what_names_no_artifact_is_skipped_where_it_stands() -> None:
    found = rows("<dependencies>\n<dependency><groupId>g</groupId></dependency></dependencies>")
    assert found[-1] == Skipped(
        path="pom.xml", line=3, reason="names no groupId and artifactId for the dependency"
    )


@pytest.mark.parametrize("text", ["<html/>", "<project>", '<!DOCTYPE a [<!ENTITY b "c">]><project/>'])
def test_what_is_no_pom_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        list(extract("pom.xml", text))
