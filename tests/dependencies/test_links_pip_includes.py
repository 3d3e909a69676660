from tests.dependencies.packages_read import needs, resolved, skips, tree


def test_constraints_fill_in_what_a_requirement_leaves_open() -> None:
    known = tree(
        {
            "constraints.txt": "a==1.0\nb<2\nunused==1\n",
            "requirements.txt": "-c constraints.txt\n-r requirements-more.txt\na>=0.5\nb\n",
            "requirements-more.txt": "a\n",
            "requirements-other.txt": "a\n",
        }
    )
    assert needs(known.dependencies) == [
        (1, "a", "==1.0", "runtime"),
        (1, "a", None, "runtime"),
        (3, "a", ">=0.5", "runtime"),
        (4, "b", "<2", "runtime"),
    ]
    assert resolved(known) == [
        ("requirements-more.txt", "a", "1.0"),
        ("requirements-other.txt", "a", None),
        ("requirements.txt", "a", "1.0"),
        ("requirements.txt", "b", None),
    ]


def test_a_requirements_file_may_be_a_constraint_as_well() -> None:
    known = tree({"requirements.txt": "a==1.0\n", "requirements-dev.in": "-c requirements.txt\na\n"})
    assert resolved(known) == [("requirements-dev.in", "a", "1.0"), ("requirements.txt", "a", "1.0")]


def test_an_include_in_a_circle_is_said_where_it_closes() -> None:
    known = tree({"requirements/a.txt": "-r b.txt\n", "requirements/b.txt": "\n-r a.txt\n"})
    assert skips(known.skipped) == [(2, "includes 'a.txt', which includes this file again")]


def test_an_include_that_leads_nowhere_is_said() -> None:
    known = tree({"requirements.txt": "-r base.txt\n-c ../c.txt\n"})
    assert skips(known.skipped) == [
        (1, "includes 'base.txt', which is not there or is not named like a requirements file"),
        (2, "includes '../c.txt', which is outside of the tree"),
    ]


def test_an_empty_file_is_there() -> None:
    assert not tree({"requirements.txt": "-r requirements-more.txt\n", "requirements-more.txt": ""}).skipped
