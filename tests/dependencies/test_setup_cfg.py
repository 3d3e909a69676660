from textwrap import dedent

import pytest

from gitops_assets.core.dependencies.extractors.setup_cfg import extract, wants
from gitops_assets.core.dependencies.model import Malformed, Row
from tests.dependencies.packages_read import needs, offers, says, skips


def read(text: str) -> list[Row]:
    return list(extract("setup.cfg", dedent(text)))


def test_every_setup_cfg_is_read() -> None:
    assert wants("a/setup.cfg")
    assert not wants("tox.cfg")


def test_options_say_when_a_package_is_needed() -> None:
    rows = read(
        """\
        [metadata]
        name = Acme_Core
        version = attr: acme.__version__

        [options]
        install_requires =
            a>=1; python_version < "4"
            # not this one

            b
        setup_requires = c; d
        tests_require: pytest

        [options.extras_require]
        fast = speed
        docs =
            sphinx
        """
    )
    assert offers(rows) == [(2, "acme-core", None)]
    assert needs(rows) == [
        (7, "a", ">=1", "runtime"),
        (10, "b", None, "runtime"),
        (11, "c", None, "build"),
        (11, "d", None, "build"),
        (12, "pytest", None, "test"),
        (15, "speed", None, "optional"),
        (17, "sphinx", None, "dev"),
    ]


def test_a_file_of_requirements_is_left_for_the_linker() -> None:
    rows = read("[options]\ninstall_requires = file: requirements.txt, more.txt\n")
    assert says(rows, "pip:include") == [(2, "requirements.txt", "r"), (2, "more.txt", "r")]


def test_a_key_that_stands_twice_is_said() -> None:
    assert skips(read("[metadata]\nname = a\nname = b\n")) == [
        (3, "says 'name' twice in one place; only the last one counts")
    ]


@pytest.mark.parametrize("text", ["name = a\n", "[metadata\n", "[metadata]\nname\n", "[a]\n<<<<<<< HEAD\n"])
def test_what_is_no_ini_file_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read(text)
