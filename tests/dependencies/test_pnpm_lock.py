from textwrap import dedent

import pytest

from gitops_assets.core.dependencies.extractors.pnpm_lock import extract, wants
from gitops_assets.core.dependencies.model import Malformed, Row
from tests.dependencies.packages_read import locks, says, skips

STORE = "node_modules/.pnpm"


def read(text: str) -> list[Row]:
    return list(extract("pnpm-lock.yaml", dedent(text)))


def test_every_pnpm_lock_is_read() -> None:
    assert wants("app/pnpm-lock.yaml")
    assert not wants("app/lock.yaml")


def test_version_9_says_what_each_package_of_the_workspace_got() -> None:
    rows = read(
        """\
        lockfileVersion: '9.0'
        importers:
          .:
            dependencies:
              old:
                specifier: npm:a@0.1
                version: a@0.1.0
          packages/b:
            devDependencies:
              a:
                specifier: ^1
                version: 1.5.0(peer@2.0.0)
              c:
                specifier: workspace:*
                version: link:../c
          ../outside: {}
        packages:
          a@0.1.0:
            resolution: {integrity: x}
          a@1.5.0:
            resolution: {integrity: x}
          string_decoder@1.3.0:
            resolution: {integrity: x}
          '@s/d@2.0.0(a@1.5.0)':
            resolution: {integrity: x}
        snapshots:
          a@0.1.0: {}
        """
    )
    assert locks(rows) == [
        (5, "a", "0.1.0", "", "0.1"),
        (10, "a", "1.5.0", "packages/b", "^1"),
        (22, "string_decoder", "1.3.0", STORE, None),
        (24, "@s/d", "2.0.0", STORE, None),
    ]
    assert says(rows, "lock:member") == [(3, "", ""), (8, "packages/b", "")]


def test_version_6_puts_a_slash_before_its_keys() -> None:
    rows = read(
        """\
        lockfileVersion: '6.0'
        dependencies:
          a:
            specifier: ^1
            version: 1.5.0(peer@2.0.0)
        packages:
          /a@1.5.0(peer@2.0.0):
            dev: false
          /@s/b@2.0.0:
            dev: false
        """
    )
    assert locks(rows) == [(3, "a", "1.5.0", "", "^1"), (9, "@s/b", "2.0.0", STORE, None)]


def test_version_5_divides_with_slashes_and_marks_peers_with_an_underscore() -> None:
    rows = read(
        """\
        lockfileVersion: 5.4
        specifiers:
          a: ^1
          old: npm:b@1
          mine: acme/mine
        dependencies:
          a: 1.5.0_peer@2.0.0
          old: /b/1.0.0
          mine: github.com/acme/mine/abc
        packages:
          /a/1.5.0_peer@2.0.0:
            dev: false
          /@s/string_c/2.0.0:
            dev: false
        """
    )
    assert locks(rows) == [
        (7, "a", "1.5.0", "", "^1"),
        (8, "b", "1.0.0", "", "1"),
        (9, "mine", "abc", "", None),
        (13, "@s/string_c", "2.0.0", STORE, None),
    ]


def test_a_version_that_nobody_knows_is_skipped() -> None:
    assert skips(read("lockfileVersion: '12.0'\n")) == [
        (1, "has the lockfileVersion '12.0', which is none of 5 to 9")
    ]


def test_what_is_no_mapping_is_malformed() -> None:
    with pytest.raises(Malformed, match="holds no mapping"):
        read("- a\n")
