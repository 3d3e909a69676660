import pytest

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.security.secrets_absent import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen
from tests.secrets.corpus import ALNUM, Maker, positives, values

TOKEN = values(Maker(1))["github-token"]
PASSWORD = Maker(2).of(ALNUM, 20) + "7#"


def files(body: str, *paths: str) -> Facts:
    return seen(dict.fromkeys(paths or ("app.py",), body), scanners=SCANNERS)


def test_a_token_is_flagged_where_it_stands() -> None:
    finding = only(GATE, files(f"\nclient = connect('{TOKEN}')\n"))
    assert finding.message == f"A GitHub token that ends with '{TOKEN[-2:]}' stands here."
    assert (finding.path, finding.line) == ("app.py", 2)
    assert finding.subject.startswith("app.py:github-token:")


def test_a_finding_survives_moved_lines() -> None:
    one, other = (only(GATE, files(f"{lines}x = '{TOKEN}'\n")) for lines in ("", "\n\n\n"))
    assert one.subject == other.subject


def test_a_password_shows_nothing_of_itself() -> None:
    finding = only(GATE, files(f'password = "{PASSWORD}"\n'))
    assert finding.message == "A secret in an assignment stands here."
    assert finding.subject == "app.py:assigned-secret"


@pytest.mark.parametrize(
    "path",
    ["tests/test_app.py", "docs/setup.md", "examples/a.py", "fixtures/a.json", ".env.example", "a.min.js"],
)
def test_in_tests_and_documentation_only_what_cannot_be_anything_else_is_flagged(path: str) -> None:
    assert passes(GATE, files(f'password = "{PASSWORD}"\n', path))
    assert only(GATE, files(f"'{TOKEN}'\n", path)).path == path


def test_no_answer_holds_any_part_of_a_secret() -> None:
    for _, body, value in positives(23):
        answer = repr(evaluate(files(body.decode()), GATE))
        assert value[-6:] not in answer


def test_what_could_not_be_read_is_not_clean() -> None:
    facts = seen({"a": "x", "b": "y"}, scanners=SCANNERS, damaged={"a": "is damaged"})
    assert why(GATE, facts, Outcome.UNKNOWN) == "not every file could be read: a is damaged"
