from gitops_assets.core.gates.state.remote_matches_inventory import GATE
from gitops_assets.core.model import Outcome, Remote, State
from tests.gates.build import facts, only, passes, why

FORK = Remote("origin", "https://example.org/me/app.git")


def test_the_listed_remote_passes() -> None:
    assert passes(GATE, facts())


def test_another_remote_is_flagged_with_both_urls() -> None:
    finding = only(GATE, facts(State.MISMATCHED, remotes=(Remote("backup", "/mnt/app"), FORK)))
    assert finding.message == (
        "The remote 'origin' is 'https://example.org/me/app.git', "
        "the inventory says 'https://example.org/acme/app.git'."
    )
    assert finding.remedy == "git -C /src/app remote set-url origin https://example.org/acme/app.git"
    assert finding.path == ".git/config"


def test_a_remote_that_is_called_like_an_option_stays_a_name() -> None:
    finding = only(GATE, facts(State.MISMATCHED, remotes=(Remote("--push", "/mnt/app"),)))
    assert " set-url -- --push " in finding.remedy


def test_a_repository_without_a_remote_gets_one() -> None:
    finding = only(GATE, facts(State.MISMATCHED, remotes=()))
    assert finding.message.startswith("There is no remote, the inventory says ")
    assert finding.remedy == "git -C /src/app remote add origin https://example.org/acme/app.git"


def test_of_an_unlisted_repository_nothing_is_demanded() -> None:
    assert why(GATE, facts(State.EXTRA), Outcome.SKIP) == "the inventory does not list the repository"
