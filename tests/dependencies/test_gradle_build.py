import pytest

from gitops_assets.core.dependencies.extractors.gradle_build import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Definition, Dependency, Publication, Scope


def needed(text: str, path: str = "build.gradle.kts") -> list[tuple[str, str | None, Scope, int]]:
    rows = [row for row in extract(path, text) if isinstance(row, Dependency)]
    assert all(row.confidence is Confidence.INFERRED for row in rows)
    return [(row.name, row.constraint, row.scope, row.line) for row in rows]


def defined(text: str, path: str = "build.gradle") -> list[tuple[str, str, str]]:
    return [(row.group, row.name, row.value) for row in extract(path, text) if isinstance(row, Definition)]


def test_scripts_of_both_languages_are_read_and_their_properties() -> None:
    assert all(map(wants, ("build.gradle", "a/settings.gradle.kts", "gradle/x.gradle", "gradle.properties")))
    assert not any(map(wants, ("build.kts", "x.properties", "a.gradle.md")))


@pytest.mark.parametrize(
    "written",
    [
        'implementation("g:a:1")',
        "implementation 'g:a:1'",
        'implementation "g:a:1@aar"',
        "implementation group: 'g', name: 'a', version: '1'",
        'implementation(group = "g", name = "a", version = "1")',
        'implementation("g:a:1") { exclude(group = "x", module = "y:z:1") }',
        'add("implementation", "g:a:1")',
        '"implementation"("g:a:1")',
    ],
)
def test_every_notation_of_a_module_is_read(written: str) -> None:
    assert needed(f"dependencies {{\n  {written}\n}}") == [("g:a", "1", Scope.RUNTIME, 2)]


@pytest.mark.parametrize(
    ("configuration", "scope"),
    [
        ("api", Scope.RUNTIME),
        ("runtimeOnly", Scope.RUNTIME),
        ("commonMainImplementation", Scope.RUNTIME),
        ("testImplementation", Scope.TEST),
        ("androidTestImplementation", Scope.TEST),
        ("compileOnly", Scope.BUILD),
        ("kapt", Scope.BUILD),
        ("classpath", Scope.BUILD),
        ("developmentOnly", Scope.DEV),
        ("detektPlugins", Scope.BUILD),
    ],
)
def test_the_configuration_says_when_a_module_is_needed(configuration: str, scope: Scope) -> None:
    assert needed(f'dependencies {{ {configuration}("g:a:1") }}') == [("g:a", "1", scope, 1)]


def test_several_modules_of_one_statement_stand_on_their_lines() -> None:
    text = "dependencies {\n  compile 'g:a:1',\n    'g:b:2'\n}"
    assert needed(text) == [("g:a", "1", Scope.RUNTIME, 2), ("g:b", "2", Scope.RUNTIME, 3)]


def test_comments_constraints_files_and_blocks_of_other_names_are_no_dependencies() -> None:
    text = """
// implementation("g:a:1")
/* dependencies { implementation("g:b:1") } */
repositories { maven { url = uri("https://host:80/a:b:c") } }
dependencies {
  constraints { implementation("g:c:1") }
  implementation(files("libs/a.jar"))
  implementation(gradleApi())
  if (x) { println("a:b:c") }
  if (x) { logger.warn("a:b:c") }
}
if (x) { implementation("g:d:1") }
"""
    assert needed(text) == []


def test_what_is_needed_under_a_condition_is_needed() -> None:
    text = "dependencies {\n  if (x) {\n    compile 'g:a:1'\n  } else {\n    compile 'g:b:2'\n  }\n}"
    assert needed(text) == [("g:a", "1", Scope.RUNTIME, 3), ("g:b", "2", Scope.RUNTIME, 5)]


def test_a_platform_belongs_to_the_build_and_so_does_an_imported_bom() -> None:
    assert needed('dependencies { api(platform("g:bom:1")) }') == [("g:bom", "1", Scope.BUILD, 1)]
    bom = "dependencyManagement { imports { mavenBom 'g:bom:1' }\n dependencies { dependency 'g:a:1' } }"
    assert needed(bom) == [("g:bom", "1", Scope.BUILD, 1)]


def test_a_project_of_the_same_build_is_local() -> None:
    text = 'dependencies { api(project(":core:api"))\n api(projects.core.webApi) }'
    rows = [row for row in extract("build.gradle.kts", text) if isinstance(row, Dependency)]
    assert [(row.name, row.local) for row in rows] == [
        (":core:api", "core/api"),
        (":core:web-api", "core/web-api"),
    ]


def test_plugins_are_known_by_the_artifact_that_marks_them() -> None:
    text = (
        'plugins {\n java\n `java-library`\n id("x.y") version "1" apply false\n kotlin("jvm") version "2"\n}'
    )
    kotlin = "org.jetbrains.kotlin.jvm"
    assert needed(text) == [
        ("x.y:x.y.gradle.plugin", "1", Scope.BUILD, 4),
        (f"{kotlin}:{kotlin}.gradle.plugin", "2", Scope.BUILD, 5),
    ]


def test_the_standard_library_of_kotlin_has_a_short_name() -> None:
    assert needed('dependencies { api(kotlin("reflect")) }') == [
        ("org.jetbrains.kotlin:kotlin-reflect", None, Scope.RUNTIME, 1)
    ]


@pytest.mark.parametrize(
    "written",
    [
        "def core = '1'",
        'val core = "1"',
        "ext.core = '1'",
        "ext { core = '1' }",
        'extra["core"] = "1"',
        'val core by extra("1")',
        "ext { set('core', '1') }",
    ],
)
def test_a_variable_is_defined_in_every_usual_form(written: str) -> None:
    assert ("gradle:property", "core", "1") in defined(written)


def test_a_map_of_versions_is_defined_by_its_entries() -> None:
    assert defined("ext.versions = [core: '1', web: '2']") == [
        ("gradle:property", "versions.core", "1"),
        ("gradle:property", "versions.web", "2"),
    ]


def test_settings_name_the_build_and_its_members() -> None:
    text = 'rootProject.name = "acme"\ninclude(":app", ":core:api")\n'
    assert defined(text, "settings.gradle.kts") == [
        ("gradle:settings", "", ""),
        ("gradle:name", "", "acme"),
        ("gradle:include", ":app", ""),
        ("gradle:include", ":core:api", ""),
    ]


def test_no_secret_of_the_properties_is_kept() -> None:
    text = (
        "# c\ngroup=com.acme\ncoreVersion = 1.0\nsigningPassword=1234\napiToken=abc\nurl=https://me:x@host\n"
    )
    assert defined(text, "gradle.properties") == [
        ("gradle:property", "group", "com.acme"),
        ("gradle:property", "coreVersion", "1.0"),
    ]


def test_a_script_among_the_sources_is_a_plugin_of_its_name() -> None:
    (row,) = extract("buildSrc/src/main/kotlin/acme.java.gradle.kts", "")
    assert isinstance(row, Publication)
    assert row.name == "acme.java:acme.java.gradle.plugin"


def test_texts_that_never_end_take_no_time() -> None:
    for text in (
        'dependencies { "' + '\\"' * 50_000,
        "/*" * 50_000,
        "{" * 50_000,
        "a." * 50_000,
        "'" * 50_001,
    ):
        assert needed(text) == []
