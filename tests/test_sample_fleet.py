"""The sample fleet is what it says it is, by git's own word."""

import os
from pathlib import Path

import pytest
import yaml

from gitops_assets.core.model import State
from resources.sample_fleet.authoring import AuthoringFailed, git
from resources.sample_fleet.build import NotASample, SampleFleet, build_sample_fleet
from resources.sample_fleet.samples import SAMPLES

NOW = 1_795_000_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleFleet:
    return build_sample_fleet(tmp_path_factory.mktemp("a folder with spaces"), now=NOW)


def heads(fleet: SampleFleet) -> dict[str, str]:
    hidden = {State.MISSING, State.UNREADABLE, State.UNSAFE_OWNERSHIP, State.UNBORN, State.BARE}
    readable = [slug for slug, states in fleet.states.items() if not states & hidden]
    return {slug: git(fleet.root / slug, "rev-parse", "HEAD", at=0) for slug in readable}


def status(fleet: SampleFleet, slug: str) -> str:
    return git(fleet.root / slug, "status", "--porcelain=v2", "--branch", "--show-stash", at=0)


def test_every_state_occurs_in_the_sample() -> None:
    assert set().union(*(sample.states for sample in SAMPLES)) == set(State)


def test_slugs_are_unique() -> None:
    assert len({sample.slug for sample in SAMPLES}) == len(SAMPLES)


def test_only_what_needs_root_is_left_out(sample: SampleFleet) -> None:
    left_out = set() if os.geteuid() == 0 else {"ops/runner-foreign-owner"}
    assert set(sample.left_out) == left_out
    assert len(sample.states) + len(left_out) == len(SAMPLES)


def test_commits_are_the_same_wherever_it_is_built(sample: SampleFleet, tmp_path: Path) -> None:
    elsewhere = build_sample_fleet(tmp_path / "new" / "place", now=NOW + 1_000_000)
    assert heads(elsewhere) == heads(sample)
    assert elsewhere.states == sample.states


def test_building_again_replaces_an_earlier_sample(tmp_path: Path) -> None:
    first = build_sample_fleet(tmp_path, now=NOW)
    (first.root / "shop" / "api" / "left-behind.txt").touch()
    again = build_sample_fleet(tmp_path, now=NOW)
    assert again == first
    assert not (first.root / "shop" / "api" / "left-behind.txt").exists()


def test_a_folder_with_something_else_in_it_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(NotASample, match=r"already holds thesis\.txt"):
        build_sample_fleet(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_fleet_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fleet").mkdir()
    with pytest.raises(NotASample, match="already holds fleet"):
        build_sample_fleet(tmp_path)


def test_an_earlier_sample_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    place = tmp_path / "sample"
    place.mkdir()
    (place / ".gitops-assets-sample").touch()
    (place / "fleet").symlink_to(tmp_path / "precious")
    with pytest.raises(NotASample, match="already holds fleet"):
        build_sample_fleet(place)
    assert (tmp_path / "precious").is_dir()


def test_the_inventory_lists_all_but_the_extra_one(sample: SampleFleet) -> None:
    listing = yaml.safe_load(sample.config.read_text(encoding="utf-8"))["inventory"][0]["list"]
    listed = {entry["slug"] for entry in listing}
    assert listed == {slug for slug, states in sample.states.items() if State.EXTRA not in states}


def test_only_the_mismatched_clone_has_another_remote_than_the_inventory(sample: SampleFleet) -> None:
    listing = yaml.safe_load(sample.config.read_text(encoding="utf-8"))["inventory"][0]["list"]
    urls = {entry["slug"]: entry["url"] for entry in listing}
    here = {slug: git(sample.root / slug, "remote", "get-url", "origin", at=0) for slug in heads(sample)}
    wrong = [slug for slug, url in urls.items() if here.get(slug, url) not in {url, Path(url).as_uri()}]
    assert wrong == ["ops/dns-wrong-remote"]


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("shop/api", "# branch.ab +0 -0"),
        ("shop/accounts-unpushed", "# branch.ab +2 -0"),
        ("shop/payments-behind", "# branch.ab +0 -2"),
        ("shop/shipping-diverged", "# branch.ab +1 -1"),
        ("shop/reviews-stashed", "# stash 1"),
        ("shop/loyalty-no-commits", "# branch.oid (initial)"),
        ("shop/taxes-at-a-tag", "# branch.head (detached)"),
        ("shop/storefront-uncommitted", "? notes/"),
        ("shop/cart-conflicted-merge", "u UU"),
        ("shop/prices-rebase-halfway", "u UU"),
        ("shop/search-cherry-pick-halfway", "u UU"),
        ("shop/mailer-revert-halfway", "u UU"),
    ],
)
def test_git_says_what_the_name_says(sample: SampleFleet, slug: str, said: str) -> None:
    assert said in status(sample, slug)


@pytest.mark.parametrize(
    ("slug", "left"),
    [
        ("shop/cart-conflicted-merge", "MERGE_HEAD"),
        ("shop/prices-rebase-halfway", "rebase-merge"),
        ("shop/search-cherry-pick-halfway", "CHERRY_PICK_HEAD"),
        ("shop/mailer-revert-halfway", "REVERT_HEAD"),
        ("shop/stock-bisecting", "BISECT_LOG"),
        ("ops/charts-shallow", "shallow"),
        ("ops/dashboards-sparse", "info/sparse-checkout"),
        ("ops/deploy-locked", "index.lock"),
        ("ops/platform-with-submodule", "modules/pipelines"),
    ],
)
def test_what_was_left_halfway_left_its_files(sample: SampleFleet, slug: str, left: str) -> None:
    assert (sample.root / slug / ".git" / left).exists()


def test_the_partial_clone_names_its_filter(sample: SampleFleet) -> None:
    place = sample.root / "ops" / "media-partial"
    assert git(place, "config", "remote.origin.partialCloneFilter", at=0) == "blob:none"


def test_only_the_stale_clone_was_fetched_long_ago(sample: SampleFleet) -> None:
    fetched = {
        "/".join(record.parts[-4:-2]): int(record.stat().st_mtime)
        for record in sample.root.glob("*/*/.git/FETCH_HEAD")
    }
    assert [slug for slug, at in fetched.items() if at < NOW - 7 * 86_400] == ["ops/infra-fetched-long-ago"]
    assert "shop/api" in fetched


def test_the_corrupt_one_is_no_repository_to_git(sample: SampleFleet) -> None:
    with pytest.raises(AuthoringFailed, match="not a git repository"):
        git(sample.root / "ops" / "archive-corrupt", "status", at=0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_git_refuses_the_foreign_one(sample: SampleFleet) -> None:
    with pytest.raises(AuthoringFailed, match="dubious ownership"):
        git(sample.root / "ops" / "runner-foreign-owner", "status", at=0)


def test_building_leaves_the_users_configuration_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "home"
    hooks.mkdir()
    (hooks / ".gitconfig").write_text("[user]\n\tname = Somebody Else\n[init]\n\tdefaultBranch = trunk\n")
    monkeypatch.setenv("HOME", str(hooks))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    fleet = build_sample_fleet(tmp_path / "sample", now=NOW)
    who = git(fleet.root / "shop" / "accounts-unpushed", "log", "--format=%an", at=0)
    assert set(who.splitlines()) == {"Ada Sample"}
