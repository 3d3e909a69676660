from textwrap import dedent

from gitops_assets.core.dependencies.extractors.pipfile import extract, wants
from tests.dependencies.packages_read import needs, skips


def test_every_pipfile_is_read() -> None:
    assert wants("a/Pipfile")
    assert not wants("Pipfile.lock")


def test_categories_say_when_a_package_is_needed() -> None:
    text = dedent(
        """\
        [[source]]
        url = "https://host/simple"
        [packages]
        a = "*"
        b = {version = "==1.0", extras = ["x"]}
        c = {git = "https://host/acme/c.git", ref = "main"}
        [dev-packages]
        d = 1
        [docs]
        sphinx = "*"
        [requires]
        python_version = "3.11"
        """
    )
    rows = list(extract("Pipfile", text))
    assert needs(rows) == [
        (4, "a", "*", "runtime"),
        (5, "b", "==1.0", "runtime"),
        (6, "c", "main", "runtime"),
        (10, "sphinx", "*", "dev"),
    ]
    assert skips(rows) == [(8, "asks for 'd' with what is no version")]
