import pytest

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.packages.dependency_licences_allowed import GATE
from gitops_assets.core.gates.packages.licence_terms import denied
from gitops_assets.core.model import Outcome
from tests.gates.build import why
from tests.gates.trees import seen

LOCK = """{"lockfileVersion": 3, "packages": {
  "": {"license": "AGPL-3.0-only"},
  "node_modules/free": {"version": "1.0.0", "license": "MIT"},
  "node_modules/bound": {"version": "1.0.0", "license": "AGPL-3.0-or-later"},
  "node_modules/tool": {"version": "1.0.0", "license": "AGPL-3.0-only", "dev": true}
}}"""
DENIED = {"denied": ("AGPL-*",)}


def test_what_is_shipped_under_a_denied_licence_is_flagged() -> None:
    (found,) = evaluate(seen({"package-lock.json": LOCK}), GATE, DENIED).findings
    assert found.message == "'bound' is under 'AGPL-3.0-or-later', which the fleet denies."
    assert found.line == 4


def test_composer_lists_a_choice() -> None:
    text = '{"packages": [{"name": "a/b", "version": "1", "license": ["AGPL-3.0-only", "MIT"]}]}'
    assert evaluate(seen({"composer.lock": text}), GATE, DENIED).outcome is Outcome.PASS
    alone = text.replace(', "MIT"', "")
    assert evaluate(seen({"composer.lock": alone}), GATE, DENIED).outcome is Outcome.FAIL


def test_the_question_is_the_fleets_to_ask() -> None:
    assert why(GATE, seen({"package-lock.json": LOCK}), Outcome.SKIP) == "the fleet denies no licences"
    assert evaluate(seen({}), GATE, DENIED).why == "no lock file tells licences"


@pytest.mark.parametrize(
    ("terms", "answer"),
    [
        ("BAD", True),
        ("MIT", False),
        ("BAD OR MIT", False),
        ("BAD AND MIT", True),
        ("(BAD OR MIT) AND ISC", False),
        ("BAD AND (MIT OR ISC)", True),
        ("MIT OR BAD AND ISC", False),
        ("BAD WITH Classpath-exception-2.0", True),
        ("MIT/BAD", False),
        ("", False),
        (") OR (", False),
        ("AND", False),
        ("(" * 10_000 + "BAD", False),
    ],
)
def test_an_expression_is_denied_where_no_alternative_is_left(terms: str, answer: bool) -> None:  # noqa: FBT001 - a table
    assert denied(terms, lambda word: word == "BAD") is answer
