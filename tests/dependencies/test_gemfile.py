import pytest

from gitops_assets.core.dependencies.extractors.gemfile import extract, wants
from gitops_assets.core.dependencies.model import (
    Confidence,
    Dependency,
    Kind,
    Malformed,
    Scope,
    Skipped,
)


def gems(text: str, path: str = "Gemfile") -> list[Dependency]:
    return [row for row in extract(path, text) if isinstance(row, Dependency)]


def only(text: str, path: str = "Gemfile") -> Dependency:
    (row,) = gems(text, path)
    return row


def reasons(text: str) -> list[str]:
    return [row.reason for row in extract("Gemfile", text) if isinstance(row, Skipped)]


def test_bundles_and_their_variants_are_read() -> None:
    assert wants("Gemfile")
    assert wants("a/gems.rb")
    assert wants("gemfiles/rails_7.gemfile")
    assert not wants("vendor/bundle/x/Gemfile")
    assert not wants("Gemfile.lock")


def test_a_gem_is_a_dependency_with_its_requirements_as_one_constraint() -> None:
    assert list(extract("Gemfile", '# ours\ngem "rails", "~> 7.0", ">= 7.0.1" # web\n')) == [
        Dependency(
            kind=Kind.PACKAGE,
            ecosystem="gem",
            name="rails",
            path="Gemfile",
            line=2,
            constraint="~> 7.0, >= 7.0.1",
        )
    ]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("gem 'a', group: :test", Scope.TEST),
        ("gem 'a', groups: [:development, :test]", Scope.DEV),
        ("gem 'a', :group => 'production'", Scope.RUNTIME),
        ("group :test do\n gem 'a'\nend", Scope.TEST),
        ("group(:development, :test) { gem 'a' }", Scope.DEV),
        ("group :test, :production do\n gem 'a'\nend", Scope.RUNTIME),
        ("group :development do\n platforms :mri do\n gem 'a'\nend\nend", Scope.DEV),
        ("group :debug, optional: true do\n gem 'a'\nend", Scope.OPTIONAL),
        ("group :test do\nend\ngem 'a'", Scope.RUNTIME),
        ("plugin 'a'", Scope.BUILD),
    ],
)
def test_groups_say_when_a_gem_is_needed(text: str, scope: Scope) -> None:
    assert only(text).scope is scope


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("gem 'a', git: 'https://me:secret@host/acme/a.git'", "https://host/acme/a.git"),
        ("gem 'a', github: 'acme/a'", "https://github.com/acme/a"),
        ("gem 'a', github: 'rails'", "https://github.com/rails/rails"),
        ("gem 'a', github: 'https://github.com/acme/a/pull/7'", "https://github.com/acme/a"),
        ("git 'https://host/acme/all.git' do\n gem 'a'\nend", "https://host/acme/all.git"),
        ("github 'acme/all' do\n gem 'a'\nend", "https://github.com/acme/all"),
        (
            'git_source(:ours) { |n| "https://git.acme.org/#{n}.git" }\ngem "a", ours: "x/a"',
            "https://git.acme.org/x/a.git",
        ),
    ],
)
def test_a_gem_may_come_from_a_repository(text: str, url: str) -> None:
    assert only(text).url == url


def test_a_branch_is_the_constraint_of_a_gem_without_one() -> None:
    assert only("gem 'a', github: 'acme/a', branch: 'main'").constraint == "main"
    assert only("git 'https://h/a', tag: 'v1' do\n gem 'a'\nend").constraint == "v1"
    assert only("gem 'a', '1.0', github: 'acme/a', branch: 'main'").constraint == "1.0"


def test_a_gem_may_come_from_a_folder() -> None:
    assert only("gem 'a', path: '../a'", "app/Gemfile").local == "a"
    assert only("path 'engines' do\n gem 'a'\nend").local == "engines"


def test_a_folder_outside_of_the_tree_is_said_and_the_gem_stays() -> None:
    assert only("gem 'a', path: '../a'").local is None
    assert reasons("gem 'a', path: '../a'") == ["takes 'a' from outside of the tree (../a)"]
    assert reasons("gem 'a', path: ENV['A']") == ["takes 'a' from outside of the tree (where code says)"]


@pytest.mark.parametrize(
    "text",
    [
        "gem 'a' if ENV['A']",
        "if x\n gem 'a'\nend",
        "%w[x y].each do |n|\n gem 'a'\nend",
        "gem 'a', version",
        "install_if -> { true } do\n gem 'a'\nend",
    ],
)
def test_what_depends_on_code_is_inferred(text: str) -> None:
    assert only(text).confidence is Confidence.INFERRED


def test_a_name_for_a_literal_is_followed_and_one_that_changes_is_not() -> None:
    assert only("version = '~> 7.0'\ngem 'a', version").constraint == "~> 7.0"
    assert only("version = '1'\nversion = '2' if x\ngem 'a', version").constraint is None


def test_a_name_made_by_code_is_said() -> None:
    assert reasons("%w[a b].each { |name| gem name, path: name }") == [
        "asks for a gem whose name only running it would tell"
    ]


def test_another_file_that_is_evaluated_is_said_unless_it_is_read_anyway() -> None:
    assert not reasons("eval_gemfile 'gemfiles/base.gemfile'")
    assert reasons("eval_gemfile 'more.rb'\neval_gemfile File.join('x')") == [
        "goes on in 'more.rb', which is not read",
        "goes on in a file that only running it would tell, which is not read",
    ]


def test_a_gemspec_elsewhere_is_said() -> None:
    assert not reasons("gemspec\ngemspec path: 'lib'")
    assert reasons("gemspec path: '../other'") == [
        "takes a gemspec from outside of the tree, or from where code says"
    ]


def test_a_text_that_never_ends_is_malformed() -> None:
    with pytest.raises(Malformed, match="never ends"):
        list(extract("Gemfile", "gem 'a\n"))


def test_merge_conflicts_are_malformed() -> None:
    with pytest.raises(Malformed, match="merge-conflict") as caught:
        list(extract("Gemfile", "gem 'a'\n<<<<<<< HEAD\n"))
    assert caught.value.line == 2
