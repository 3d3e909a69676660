import time

from gitops_assets.core.dependencies.extraction import rows_of
from gitops_assets.core.dependencies.extractors import EXTRACTORS
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links.gradle import LINKER
from gitops_assets.core.dependencies.model import Dependency, RepositoryDependencies, Scope, Skipped

CATALOG = """[versions]
v = "3"
[libraries]
a-core = { module = "g:a", version.ref = "v" }
b = "g:b:2"
[bundles]
both = ["a-core", "b"]
[plugins]
p = "x.p:1"
"""


def tree(files: dict[str, str]) -> RepositoryDependencies:
    readers = [each for each in EXTRACTORS if each.id.startswith("gradle-")]
    rows = [
        row
        for path, text in files.items()
        for each in readers
        if each.wants(path)
        for row in rows_of(path, text.encode(), each)
    ]
    return linked("acme/app", rows, [LINKER])


def of(path: str, known: RepositoryDependencies) -> list[Dependency]:
    return [row for row in known.dependencies if row.path == path]


def test_accessors_are_what_the_catalog_says() -> None:
    known = tree(
        {
            "gradle/libs.versions.toml": CATALOG,
            "app/build.gradle.kts": "plugins { alias(libs.plugins.p) }\n"
            "dependencies {\n api(libs.a.core)\n testImplementation(libs.bundles.both) }\n",
        }
    )
    assert [(row.name, row.constraint, row.scope, row.line) for row in of("app/build.gradle.kts", known)] == [
        ("x.p:x.p.gradle.plugin", "1", Scope.BUILD, 1),
        ("g:a", "3", Scope.RUNTIME, 3),
        ("g:a", "3", Scope.TEST, 4),
        ("g:b", "2", Scope.TEST, 4),
    ]


def test_a_library_that_only_tests_ask_for_is_needed_by_tests_only() -> None:
    script = "dependencies { api(libs.a.core)\n testImplementation(libs.b) }"
    known = tree({"gradle/libs.versions.toml": CATALOG, "build.gradle": script})
    scopes = {row.name: row.scope for row in of("gradle/libs.versions.toml", known)}
    assert scopes == {"g:a": Scope.RUNTIME, "g:b": Scope.TEST, "x.p:x.p.gradle.plugin": Scope.BUILD}


def test_an_accessor_that_leads_nowhere_is_skipped_with_the_reason() -> None:
    known = tree({"build.gradle": "dependencies { api(libs.none)\n api(sources.none) }"})
    reason = "calls libs.none, which no version catalog of the tree defines"
    assert known.dependencies == ()
    assert known.skipped == (Skipped(path="build.gradle", line=1, reason=reason, extractor="gradle-build"),)


def test_versions_come_from_the_script_the_scripts_above_and_their_properties() -> None:
    script = """def own = '1'
dependencies { api "g:a:$own"
 api "g:b:${above}"
 api "g:c:" + far
 api "g:d:${nowhere}"
 api libraries.e }
"""
    known = tree(
        {
            "build.gradle": "ext { above = '2'\n libraries = [e: 'g:e:5'] }",
            "gradle.properties": "far=3\n",
            "app/build.gradle": script,
        }
    )
    found = {row.name: row.constraint for row in known.dependencies}
    assert found == {"g:a": "1", "g:b": "2", "g:c": "3", "g:d": "${nowhere}", "g:e": "5"}


def test_projects_are_folders_of_the_build_that_they_belong_to() -> None:
    known = tree(
        {
            "backend/settings.gradle": "include ':core'",
            "backend/app/build.gradle": "dependencies { api project(':core') }",
        }
    )
    assert [row.local for row in known.dependencies] == ["backend/core"]


def test_a_build_offers_its_members_where_the_group_is_known() -> None:
    settings = "rootProject.name = 'acme'\ninclude ':core:api'\n"
    properties = "group=com.acme\nversion=1.2\n"
    known = tree({"settings.gradle": settings, "gradle.properties": properties})
    assert [(row.name, row.version, row.line) for row in known.publications] == [
        ("com.acme:acme", "1.2", 1),
        ("com.acme:api", "1.2", 2),
    ]
    assert tree({"settings.gradle": settings}).publications == ()


def test_a_plugin_of_the_trees_own_scripts_is_local() -> None:
    known = tree(
        {
            "buildSrc/src/main/groovy/acme.java.gradle": "",
            "build.gradle": "plugins { id 'acme.java' }",
        }
    )
    assert [row.local for row in known.dependencies] == ["buildSrc/src/main/groovy"]


def test_properties_that_multiply_come_to_an_end() -> None:
    lines = "\n".join(f"def p{n} = '{f'${{p{n + 1}}}' * 20}'" for n in range(50))
    known = tree({"build.gradle": f'{lines}\ndependencies {{ api "g:a:${{p0}}" }}'})
    assert len(known.dependencies) == 1


def test_a_build_of_many_members_is_linked_quickly() -> None:
    members = "".join(f"include ':m{n}'\n" for n in range(5000))
    began = time.process_time()
    known = tree({"settings.gradle": members, "gradle.properties": "group=g\n"})
    assert len(known.publications) == 5000
    assert time.process_time() - began < 3
