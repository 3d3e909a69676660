from gitops_assets.core.dependencies.extractors.gemspec import extract, wants
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Kind,
    Publication,
    Row,
    Scope,
    Skipped,
)


def spec(*lines: str, path: str = "a.gemspec") -> list[Row]:
    return list(extract(path, "\n".join(["Gem::Specification.new do |s|", *lines, "end", ""])))


def needs(*lines: str) -> list[tuple[str, Scope, str | None, Confidence]]:
    rows = (row for row in spec(*lines) if isinstance(row, Dependency))
    return [(row.name, row.scope, row.constraint, row.confidence) for row in rows]


def test_every_specification_is_read_but_no_bundled_one() -> None:
    assert wants("a.gemspec")
    assert wants("sub/a.gemspec")
    assert not wants("vendor/bundle/gems/a.gemspec")


def test_a_gem_is_published_under_its_name() -> None:
    assert spec("s.name = 'acme-core'.freeze", 's.version = "1.2.0"') == [
        Publication(
            kind=Kind.PACKAGE, ecosystem="gem", name="acme-core", path="a.gemspec", line=2, version="1.2.0"
        )
    ]


def test_the_name_and_version_may_be_arguments() -> None:
    (row,) = extract("a.gemspec", "Gem::Specification.new('acme', '1.0') do |s|\nend\n")
    assert isinstance(row, Publication)
    assert (row.name, row.version) == ("acme", "1.0")


def test_a_name_made_by_code_is_inferred_from_the_file() -> None:
    (row,) = spec(
        "s.name = File.basename(__FILE__, '.gemspec')", "s.version = Acme::VERSION", path="x/acme.gemspec"
    )
    assert isinstance(row, Publication)
    assert (row.name, row.version, row.confidence) == ("acme", None, Confidence.INFERRED)


def test_every_way_of_adding_a_dependency_is_read() -> None:
    assert needs(
        "s.add_dependency 'a', '~> 1.0', '< 1.5'",
        "s.add_runtime_dependency(%q<b>.freeze, ['>= 2'])",
        "s.add_development_dependency 'c'",
    ) == [
        ("a", Scope.RUNTIME, "~> 1.0, < 1.5", Confidence.DECLARED),
        ("b", Scope.RUNTIME, ">= 2", Confidence.DECLARED),
        ("c", Scope.DEV, None, Confidence.DECLARED),
    ]


def test_what_depends_on_code_is_inferred() -> None:
    assert needs(
        "s.add_dependency 'a', version",
        "s.add_dependency 'b', '1' if RUBY_VERSION > '3'",
        "if x",
        " s.add_dependency 'c', '2'",
        "end",
        "s.add_dependency 'd', '3'",
    ) == [
        ("a", Scope.RUNTIME, None, Confidence.INFERRED),
        ("b", Scope.RUNTIME, "1", Confidence.INFERRED),
        ("c", Scope.RUNTIME, "2", Confidence.INFERRED),
        ("d", Scope.RUNTIME, "3", Confidence.DECLARED),
    ]


def test_a_version_that_has_a_name_is_followed() -> None:
    rows = spec("number = '7.1.0'", "s.name = 'a'", "s.version = number", "s.add_dependency 'b', number")
    assert [getattr(row, "version", getattr(row, "constraint", None)) for row in rows] == ["7.1.0", "7.1.0"]


def test_a_dependency_with_a_name_made_by_code_is_said() -> None:
    rows = spec("deps.each { |d| s.add_dependency d }")
    assert rows == [
        Skipped(path="a.gemspec", line=2, reason="adds a gem whose name only running it would tell")
    ]
