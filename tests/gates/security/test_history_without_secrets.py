from collections.abc import Sequence
from dataclasses import replace

from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.leak_facts import Leak, LeakFacts
from gitops_assets.core.gates.scanners import SCANNERS
from gitops_assets.core.gates.secrets import SECRETS
from gitops_assets.core.gates.security.history_without_secrets import GATE, OFF
from gitops_assets.core.model import Outcome
from tests.gates.build import why
from tests.gates.trees import seen
from tests.secrets.corpus import Maker, values

TOKEN = values(Maker(1))["stripe-key"]
ON = replace(GATE, settings={"contents": 1000})
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def leak(path: str, body: str, commit: str | None = COMMIT) -> Leak:
    (hit,) = SECRETS.scan(body.encode())
    return Leak(path, commit, hit)


def past(*leaks: Leak, now: str = "", unknown: str | None = None) -> Facts:
    held = seen({"app.py": now}, scanners=SCANNERS)
    return replace(held, leaks=LeakFacts(leaks=leaks, unknown=unknown))


def told(facts: Facts) -> Sequence[tuple[str, int, str]]:
    return [(each.path, each.line, each.message) for each in evaluate(facts, ON).findings]


def test_it_is_off_until_a_fleet_switches_it_on() -> None:
    assert why(GATE, past(leak("app.py", TOKEN)), Outcome.SKIP) == OFF


def test_a_secret_of_an_older_commit_is_told_with_the_commit_and_without_itself() -> None:
    found = evaluate(past(leak("app.py", f"\n{TOKEN}")), ON)
    (finding,) = found.findings
    end = TOKEN[-2:]
    assert finding.message == f"A Stripe live key that ends with '{end}' stands in commit 0123456789."
    assert (finding.path, finding.line) == ("app.py", 2)
    assert TOKEN[8:-2] not in repr(found)


def test_a_secret_is_told_once_a_file_however_many_versions_have_it() -> None:
    versions = (leak("app.py", TOKEN), leak("app.py", f"x\n{TOKEN}"), leak("b.py", TOKEN, None))
    assert [path for path, _, _ in told(past(*versions))] == ["app.py", "b.py"]
    assert told(past(*versions))[1][2].endswith("stands in an older commit.")


def test_another_secret_of_the_same_kind_in_the_same_file_is_told_too() -> None:
    other = values(Maker(2))["stripe-key"]
    assert len(told(past(leak("app.py", TOKEN), leak("app.py", other)))) == 2
    assert len(told(past(leak("app.py", TOKEN), leak("app.py", other), now=other))) == 1


def test_what_a_file_holds_now_is_told_by_the_other_gate() -> None:
    assert told(past(leak("app.py", TOKEN), now=f"a = 1\n{TOKEN}\n")) == []


def test_a_form_that_proves_nothing_is_not_believed_in_tests() -> None:
    password = f"url = https://deploy:{Maker(1).of('abcdefgh234567', 16)}@git.acme.io/app.git"
    assert [path for path, _, _ in told(past(leak("tests/a.py", password), leak("a.py", password)))] == [
        "a.py"
    ]


def test_what_was_not_read_is_unknown_and_hides_nothing() -> None:
    assert why(ON, past(unknown="the clone is shallow"), Outcome.UNKNOWN) == "the clone is shallow"
    assert told(past(leak("app.py", TOKEN), unknown="the clone is shallow"))
    nobody = seen({"app.py": ""}, scanners=SCANNERS)
    assert why(ON, nobody, Outcome.UNKNOWN) == "nobody looked for secrets in the history"
