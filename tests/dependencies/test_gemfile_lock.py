import pytest

from gitops_assets.core.dependencies.extractors.gemfile_lock import extract, wants
from gitops_assets.core.dependencies.model import Locked, Malformed

LOCK = """GIT
  remote: https://host/acme/core.git
  revision: 0123456789abcdef
  branch: main
  specs:
    core (2.1.0)
      rack (>= 2)

PATH
  remote: .
  specs:
    app (0.1.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.16.0)
    nokogiri (1.16.0-x86_64-linux)
    rack (3.0.8)

PLATFORMS
  ruby

DEPENDENCIES
  app!
  core!
  rack (~> 3.0, < 3.1)

BUNDLED WITH
   2.5.3
"""


def test_locks_of_bundles_and_variants_are_read() -> None:
    assert wants("Gemfile.lock")
    assert wants("gems.locked")
    assert wants("gemfiles/rails_7.gemfile.lock")
    assert not wants("Gemfile")


def test_every_gem_from_elsewhere_is_locked_once() -> None:
    assert list(extract("Gemfile.lock", LOCK)) == [
        Locked(ecosystem="gem", name="core", version="2.1.0", path="Gemfile.lock", line=6),
        Locked(ecosystem="gem", name="nokogiri", version="1.16.0", path="Gemfile.lock", line=17),
        Locked(
            ecosystem="gem",
            name="rack",
            version="3.0.8",
            path="Gemfile.lock",
            line=19,
            constraint="~> 3.0, < 3.1",
        ),
    ]


def test_an_empty_lock_locks_nothing() -> None:
    assert not list(extract("Gemfile.lock", "\n"))


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        (LOCK.replace("PLATFORMS", "<<<<<<< HEAD\nPLATFORMS"), "merge-conflict", 21),
        ("hello\n", "none of the sections", 1),
    ],
)
def test_what_is_no_lock_is_malformed(text: str, reason: str, line: int) -> None:
    with pytest.raises(Malformed, match=reason) as caught:
        list(extract("Gemfile.lock", text))
    assert caught.value.line == line
