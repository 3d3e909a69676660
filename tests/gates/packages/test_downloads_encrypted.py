import pytest

from gitops_assets.core.gates.packages.downloads_encrypted import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (".npmrc", "; ours\nregistry=http://npm.acme.example/\n", 2),
        (".npmrc", "@acme:registry=http://npm.acme.example/\n", 1),
        (".yarnrc.yml", "npmRegistryServer: 'http://npm.acme.example'\n", 1),
        ("requirements.txt", "--index-url http://npm.acme.example/simple\nflask==1\n", 1),
        ("pip.conf", "[global]\nindex-url = http://npm.acme.example/simple\n", 2),
        ("pyproject.toml", '[[tool.uv.index]]\nname = "a"\nurl = "http://npm.acme.example/"\n', 3),
        ("Pipfile", '[[source]]\nurl = "http://npm.acme.example/simple"\n', 2),
        ("Gemfile", "source 'http://npm.acme.example'\n", 1),
        ("pom.xml", "<repositories><repository>\n<id>a</id>\n<url>http://npm.acme.example/m2</url>", 3),
        ("build.gradle", "repositories {\n  maven { url 'http://npm.acme.example' }\n}\n", 2),
        ("build.gradle.kts", 'repositories {\n  maven("http://npm.acme.example")\n}\n', 2),
        ("NuGet.Config", '<packageSources>\n<add key="a" value="http://npm.acme.example" />', 2),
        ("composer.json", '{"repositories": [{"type": "composer",\n"url": "http://npm.acme.example"}]}', 2),
        ("package-lock.json", '{"packages": {"a": {\n"resolved": "http://npm.acme.example/a.tgz"}}}', 2),
        ("yarn.lock", 'a@^1:\n  version "1.0.0"\n  resolved "http://npm.acme.example/a.tgz#x"\n', 3),
    ],
)  # fmt: skip
def test_a_registry_that_is_asked_in_the_clear_is_flagged(path: str, text: str, line: int) -> None:
    found = only(GATE, seen({path: text}))
    assert found.message == "Packages are fetched over plain http from 'npm.acme.example'."
    assert (found.path, found.line) == (path, line)
    assert "https://npm.acme.example" in found.remedy


def test_a_package_with_an_address_of_its_own_is_flagged() -> None:
    found = only(GATE, seen({"package.json": '{"dependencies": {"acme": "git://example.org/acme.git"}}'}))
    assert found.message == "'acme' is fetched over plain git from 'example.org'."


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".npmrc", "registry=https://npm.acme.example/\n# registry=http://old.example\n"),
        (".npmrc", "registry=http://localhost:4873/\n"),
        ("requirements.txt", "--index-url http://127.0.0.1:3141/simple\n# -i http://old.example\n"),
        (
            "pom.xml",
            '<project xmlns="http://maven.apache.org/POM/4.0.0"><url>http://acme.example</url></project>',
        ),
        ("tests/pip.conf", "index-url = http://npm.acme.example\n"),
        (
            "composer.json",
            '{"homepage": "http://acme.example", "repositories": [{"type": "path", "url": "http"}]}',
        ),
        ("pyproject.toml", "broken ="),
    ],
)
def test_what_is_encrypted_local_or_no_registry_passes(path: str, text: str) -> None:
    assert passes(GATE, seen({path: text}))


def test_credentials_are_not_told() -> None:
    found = only(GATE, seen({".npmrc": "registry=http://me:secret@npm.acme.example/\n"}))
    assert "secret" not in found.message + found.remedy + found.subject


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        ("pom.xml", "<repository>"),
        ("build.gradle", "maven { url "),
        ("nuget.config", "<add value "),
        (".npmrc", "@a:registry "),
    ],
)
def test_hostile_files_take_no_time(path: str, piece: str) -> None:
    assert passes(GATE, seen({path: piece * 20_000}))
