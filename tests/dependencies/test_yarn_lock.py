from textwrap import dedent

import pytest

from gitops_assets.core.dependencies.extractors.yarn_lock import extract, wants
from gitops_assets.core.dependencies.model import Malformed, Row
from tests.dependencies.packages_read import locks, says, skips


def read(text: str) -> list[Row]:
    return list(extract("yarn.lock", dedent(text)))


def test_every_yarn_lock_is_read() -> None:
    assert wants("app/yarn.lock")
    assert not wants("app/my-yarn.lock")


def test_the_first_format_answers_each_demand() -> None:
    rows = read(
        """\
        # yarn lockfile v1


        "@s/a@^1.0.0", "@s/a@^1.2.0":
          version "1.3.0"
          resolved "https://host/a.tgz#abc"
          dependencies:
            b "^2.0.0"

        b@^2.0.0:
          version "2.1.0"

        "old@npm:b@1":
          version "1.0.0"

        here@./here:
          version "0.0.0"
        """
    )
    assert locks(rows) == [
        (4, "@s/a", "1.3.0", "", "^1.0.0"),
        (4, "@s/a", "1.3.0", "", "^1.2.0"),
        (10, "b", "2.1.0", "", "^2.0.0"),
        (13, "b", "1.0.0", "", "1"),
    ]


def test_the_later_format_knows_the_folders_of_the_workspace() -> None:
    rows = read(
        """\
        __metadata:
          version: 8
          cacheKey: 10c0

        "@s/a@npm:^1.0.0, @s/a@npm:^1.2.0":
          version: 1.3.0
          resolution: "@s/a@npm:1.3.0"
          languageName: node

        "app@npm:*, app@workspace:packages/app":
          version: 0.0.0-use.local
          resolution: "app@workspace:packages/app"

        "root@workspace:.":
          version: 0.0.0-use.local
          resolution: "root@workspace:."

        "x@patch:x@npm%3A^5.0.0#optional!builtin<compat/x>":
          version: 5.1.0
          resolution: "x@patch:x@npm%3A5.1.0#optional!builtin<compat/x>::version=5.1.0"

        ? "long@npm:^1.0.0, long@npm:^1.0.1"
        :
          version: 1.1.0
          resolution: "long@npm:1.1.0"
        """
    )
    assert locks(rows) == [
        (5, "@s/a", "1.3.0", "", "^1.0.0"),
        (5, "@s/a", "1.3.0", "", "^1.2.0"),
        (18, "x", "5.1.0", "", "^5.0.0"),
        (22, "long", "1.1.0", "", "^1.0.0"),
        (22, "long", "1.1.0", "", "^1.0.1"),
    ]
    assert says(rows, "lock:member") == [(10, "packages/app", ""), (14, "", "")]


def test_a_format_that_nobody_knows_is_skipped() -> None:
    assert skips(read("__metadata:\n  version: 99\n\na@1:\n  version: 1\n")) == [
        (1, "has the lock version '99', which is not known")
    ]


@pytest.mark.parametrize(
    ("text", "why"), [("<<<<<<< HEAD\na@1:\n", "merge-conflict"), ("hello\n", "is no lock file of Yarn's")]
)
def test_what_is_no_lock_file_is_malformed(text: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        read(text)
