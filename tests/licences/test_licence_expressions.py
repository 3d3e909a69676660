import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.licences.expressions import Expression, expression_of, family


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("MIT", "MIT"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("The MIT License (MIT)", "MIT"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("BSD", "BSD-2-Clause OR BSD-3-Clause"),
        ("3-Clause BSD License", "BSD-3-Clause"),
        ("GPLv3", "GPL-3.0-only"),
        ("GNU GPL v2 or later", "GPL-2.0-or-later"),
        ("LGPLv2.1+", "LGPL-2.1-or-later"),
        ("License :: OSI Approved :: MIT License", "MIT"),
        ("License :: OSI Approved :: ISC License (ISCL)", "ISC"),
        ("License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
        ("License :: OSI Approved :: GNU Affero General Public License v3", "AGPL-3.0-only"),
        (
            "License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)",
            "GPL-3.0-or-later",
        ),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("LicenseRef-Acme", "LicenseRef-Acme"),
    ],
)
def test_what_people_write_is_read_as_an_expression(written: str, expected: str) -> None:
    assert expression_of(written) == Expression(expected)


@pytest.mark.parametrize(
    "written", ["", "UNLICENSED", "SEE LICENSE IN x", "proprietary", "MIT AND", "(" * 99]
)
def test_what_is_not_certain_is_no_expression(written: str) -> None:
    assert expression_of(written) is None


def test_the_licences_of_an_expression_are_told_without_exceptions() -> None:
    expression = Expression("(MIT OR GPL-2.0-only WITH Classpath-exception-2.0) AND MIT")
    assert expression.ids == ("MIT", "GPL-2.0-only")


@pytest.mark.parametrize(
    ("expression", "allowed", "expected"),
    [
        ("MIT OR GPL-3.0-only", {"MIT"}, True),
        ("MIT AND GPL-3.0-only", {"MIT"}, False),
        ("MIT OR GPL-3.0-only AND ISC", {"GPL-3.0-only"}, False),
        ("(MIT OR GPL-3.0-only) AND ISC", {"MIT", "ISC"}, True),
        ("GPL-3.0-or-later", {"GPL-3.0"}, True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", {"GPL-2.0-only"}, True),
        (
            "GPL-2.0-only WITH Classpath-exception-2.0",
            {"GPL-2.0-only WITH Classpath-exception-2.0"},
            True,
        ),
        ("GPL-2.0-only", {"GPL-2.0-only WITH Classpath-exception-2.0"}, False),
    ],
)
def test_an_expression_is_held_against_what_is_allowed(
    expression: str, allowed: set[str], *, expected: bool
) -> None:
    assert Expression(expression).allowed_by(allowed) is expected


def test_names_of_one_family_are_the_same() -> None:
    assert {family(name) for name in ("GPL-3.0", "GPL-3.0+", "GPL-3.0-only", "GPL-3.0-or-later")} == {
        "gpl-3.0"
    }


@given(st.text(st.sampled_from("MIT GPL-3.0/()ANDORWITH+v:"), max_size=60) | st.text(max_size=60))
def test_no_text_breaks_the_reader_and_what_is_read_can_be_judged(written: str) -> None:
    expression = expression_of(written)
    if expression is not None:
        assert expression.allowed_by(expression.ids)


def test_a_hostile_text_costs_nothing() -> None:
    start = time.perf_counter()
    for text in ("(" * 250 + ")" * 250, "MIT OR " * 71 + "MIT", "v" * 500, "MIT (" * 100):
        expression_of(text)
    assert time.perf_counter() - start < 0.5
