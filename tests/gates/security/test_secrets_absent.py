from dataclasses import replace

import pytest

from gitops_assets.core.gates.detector_facts import DetectorFacts
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.scanning import Hit
from gitops_assets.core.gates.security.secrets_absent import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen
from tests.secrets.alphabets import ALNUM
from tests.secrets.corpus import Maker, positives, values

TOKEN = values(Maker(1))["github-token"]
PASSWORD = Maker(2).of(ALNUM, 20) + "7#"


def files(body: str, *paths: str) -> Facts:
    return seen(dict.fromkeys(paths or ("app.py",), body), scanners=SCANNERS)


def test_a_token_is_flagged_where_it_stands() -> None:
    finding = only(GATE, files(f"\nclient = connect('{TOKEN}')\n"))
    assert finding.message == f"A GitHub token that ends with '{TOKEN[-2:]}' stands here."
    assert (finding.path, finding.line) == ("app.py", 2)
    assert finding.subject == "app.py:github-token"


def test_a_finding_survives_moved_lines() -> None:
    one, other = (only(GATE, files(f"{lines}x = '{TOKEN}'\n")) for lines in ("", "\n\n\n"))
    assert one.subject == other.subject


def test_no_fingerprint_can_confirm_a_guess_of_the_value() -> None:
    other = values(Maker(2))["github-token"]
    assert only(GATE, files(f"x = '{TOKEN}'\n")).subject == only(GATE, files(f"x = '{other}'\n")).subject


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


def asked(*hits: tuple[str, Hit], unknown: str | None = None, **files: str) -> Facts:
    held = seen({name.replace("__", "."): text for name, text in files.items()}, scanners=SCANNERS)
    return replace(held, detected=DetectorFacts(hits=hits, by="kingfisher 2.1.0", unknown=unknown))


KING = replace(GATE, settings={"detectors": ("kingfisher",)})
FOREIGN = Hit(1, "kingfisher-cloud-key", "kingfisher-cloud-key")


def test_another_detector_is_heard_where_the_fleet_asks_for_it_and_where_we_are_silent() -> None:
    facts = asked(("a.py", FOREIGN), ("b.py", FOREIGN), ("tests/c.py", FOREIGN), a__py=TOKEN, b__py="x")
    assert [each.path for each in evaluate(facts, GATE).findings] == ["a.py"]
    ours, other = evaluate(facts, KING).findings
    assert (ours.path, other.path) == ("a.py", "b.py")
    assert other.message == "A secret, 'kingfisher-cloud-key', stands here."


def test_a_detector_that_was_not_asked_leaves_it_unknown() -> None:
    assert why(KING, asked(a__py="x", unknown="it is not on PATH"), Outcome.UNKNOWN) == "it is not on PATH"
    assert why(KING, seen({"a": ""}, scanners=SCANNERS), Outcome.UNKNOWN) == "no other detector was asked"
