import subprocess
import sys
from collections.abc import Iterable

import pytest

from gitops_assets.core.fleet.match import Found, Match, match
from gitops_assets.core.model import Inventory, InventoryEntry
from gitops_assets.core.remote_url import same_repository

API = "https://example.org/acme/api.git"


def entry(slug: str, url: str | None = None, *, archived: bool = False) -> InventoryEntry:
    return InventoryEntry(slug=slug, url=url, archived=archived)


def compare(found: Iterable[Found], *entries: InventoryEntry, unknown: str | None = None) -> Match:
    return match(found, Inventory(tuple(entries), configured=True, unknown=unknown))


def test_a_listed_repository_that_is_absent_is_missing_unless_it_is_archived() -> None:
    listed = (entry("acme/web"), entry("acme/api"), entry("acme/old", archived=True))
    assert [gone.slug for gone in compare([], *listed).missing] == ["acme/api", "acme/web"]


def test_a_repository_that_no_source_lists_is_extra() -> None:
    result = compare([Found("acme/web"), Found("acme/api")], entry("acme/api"))
    assert result.extra == ("acme/web",)
    assert result.listed == {"acme/api": entry("acme/api")}


def test_without_an_inventory_every_repository_is_welcome() -> None:
    assert match([Found("acme/web")], Inventory()) == Match()


def test_while_a_source_is_unknown_nothing_is_missing_or_extra_but_a_wrong_remote_stays_wrong() -> None:
    found = [Found("acme/web"), Found("acme/api", ("https://example.org/evil/api",))]
    result = compare(found, entry("acme/api", API), entry("acme/gone"), unknown="rate limit")
    assert (result.missing, result.extra, result.mismatched) == ((), (), ("acme/api",))


def test_a_listed_slug_with_another_remote_is_mismatched_not_missing() -> None:
    result = compare([Found("acme/api", ("https://example.org/fork/api",))], entry("acme/api", API))
    assert result == Match(mismatched=("acme/api",), listed={"acme/api": entry("acme/api", API)})


def test_one_fitting_remote_of_several_is_enough() -> None:
    found = Found("acme/api", ("https://example.org/fork/api", "git@example.org:acme/api"))
    assert compare([found], entry("acme/api", API)).mismatched == ()


def test_a_slug_without_a_url_makes_no_demand_on_the_remotes() -> None:
    assert compare([Found("acme/api", ("anything",))], entry("acme/api")).mismatched == ()


def test_two_clones_of_one_remote_share_its_entry() -> None:
    result = compare([Found("acme/api", (API,)), Found("copies/api", (API,))], entry("acme/api", API))
    assert (result.missing, result.extra, result.mismatched) == ((), (), ())
    assert set(result.listed) == {"acme/api", "copies/api"}


def test_two_entries_of_one_remote_are_both_here_with_one_clone() -> None:
    assert (
        compare([Found("acme/api", (API,))], entry("acme/api", API), entry("copies/api", API)).missing == ()
    )


def test_a_clone_under_another_slug_is_known_by_its_remote() -> None:
    result = compare([Found("work/api", ("git@example.org:acme/api.git",))], entry("acme/api", API))
    assert (result.missing, result.extra) == ((), ())


def test_two_clones_share_an_entry_that_gives_no_url() -> None:
    result = compare([Found("acme/api", (API,)), Found("acme/api@copies/api", (API,))], entry("acme/api"))
    assert (result.missing, result.extra, result.mismatched) == ((), (), ())


def test_a_clone_of_a_fork_does_not_stand_for_the_original_that_it_fetches_from() -> None:
    fork = Found("me/api", ("https://example.org/me/api", API))
    result = compare([fork], entry("acme/api", API), entry("me/api"))
    assert [gone.slug for gone in result.missing] == ["acme/api"]
    assert compare([fork], entry("acme/api", API)).extra == ("me/api",)


@pytest.mark.parametrize(
    "url", ["ssh://git@github.com:22/Acme/Tool.git/", "https://github.com/acme/tool?x=1"]
)
def test_every_spelling_of_a_url_leads_to_its_entry(url: str) -> None:
    listed = entry("work/tool", "https://GitHub.com/acme/tool.git")
    assert compare([Found("x", (url,))], listed).listed == {"x": listed}


def test_the_case_of_a_slug_does_not_make_it_missing() -> None:
    result = compare([Found("Acme/API")], entry("acme/api"))
    assert (result.missing, result.extra) == ((), ())


def test_two_listed_slugs_that_differ_in_case_stay_two() -> None:
    result = compare([Found("acme/API")], entry("acme/API"), entry("acme/api"))
    assert [gone.slug for gone in result.missing] == ["acme/api"]
    assert result.listed["acme/API"].slug == "acme/API"


def test_only_urls_with_the_same_last_word_are_compared() -> None:
    asked = []

    def spy(left: str, right: str) -> bool:
        asked.append((left, right))
        return same_repository(left, right)

    entries = tuple(entry(f"acme/{name}", f"https://example.org/acme/{name}.git") for name in "abcdef")
    found = [Found(f"work/{name}", (f"git@example.org:acme/{name}",)) for name in "abcdef"]
    result = match(found, Inventory(entries, configured=True), spy)
    assert (result.missing, result.extra, result.mismatched) == ((), (), ())
    assert len(asked) == 2 * len(entries)


def test_matching_and_the_parsers_do_not_load_pydantic() -> None:
    modules = (
        "gitops_assets.core.fleet.match, gitops_assets.core.fleet.sources, gitops_assets.core.fleet.policy"
    )
    code = f"import sys, {modules}; print('pydantic' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert said.stdout.strip() == "False"
