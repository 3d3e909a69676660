from textwrap import dedent

import pytest

from gitops_assets.core.dependencies.extractors.setup_py import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency, Malformed, Row
from tests.dependencies.packages_read import needs, offers, skips


def read(text: str) -> list[Row]:
    return list(extract("setup.py", dedent(text)))


def test_every_setup_py_is_read() -> None:
    assert wants("a/setup.py")
    assert not wants("a/my_setup.py")


def test_literals_are_read_and_nothing_is_run() -> None:
    rows = read(
        r"""
        import setuptools
        raise SystemExit("\d")
        requires = ["a>=1",
                    "b"]
        setuptools.setup(
            name="Acme_Core", version="1.0",
            install_requires=requires,
            extras_require={"test": ["pytest"], "fast": computed()},
            tests_require="c",
        )
        """
    )
    assert offers(rows) == [(7, "acme-core", "1.0")]
    assert needs(rows) == [
        (4, "a", ">=1", "runtime"),
        (5, "b", None, "runtime"),
        (10, "c", None, "test"),
        (9, "pytest", None, "test"),
    ]
    assert all(row.confidence is Confidence.INFERRED for row in rows if isinstance(row, Dependency))
    assert skips(rows) == [(9, "computes extras_require, which is only known when it runs")]


@pytest.mark.parametrize("text", ["def", "(" * 1_000, "-" * 100_000 + "1", "a\0b"])
def test_what_is_no_python_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read(text)
