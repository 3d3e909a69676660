import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug import Request, Response

from gitops_assets.core.model import InventoryEntry
from resources.forge import calls, listing
from resources.forge.github import Access, GitHub
from resources.forge.model import Forge, ForgeUnavailable, ForgeUsage
from tests.forge.fake_github import NOW, RESET, TOKEN, FakeGitHub, fault, repository, text

ORG = "/orgs/acme/repos"
USER = "/users/ada/repos"

THREE_PAGES = (
    [repository("acme/api"), repository("acme/billing", private=True)],
    [repository("acme/legacy", archived=True, default_branch="master"), repository("acme/linux", fork=True)],
    [repository("acme/web")],
)


def slugs(forge: Forge, owner: str = "acme") -> list[str]:
    return [entry.slug for entry in forge.repositories(owner)]


def refused(forge: Forge, owner: str = "acme") -> ForgeUnavailable:
    with pytest.raises(ForgeUnavailable) as caught:
        forge.repositories(owner)
    assert TOKEN not in str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value


def test_every_page_of_an_organisation_is_read(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(ORG, *THREE_PAGES)
    assert slugs(github) == ["acme/api", "acme/billing", "acme/legacy", "acme/linux", "acme/web"]
    assert github.usage == ForgeUsage(calls=3, cached=0, remaining=4996, reset=RESET)


def test_an_entry_tells_what_the_forge_knows(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(ORG, *THREE_PAGES)
    found = {entry.slug: entry for entry in github.repositories("acme")}
    assert found["acme/legacy"] == InventoryEntry(
        slug="acme/legacy",
        url="https://github.com/acme/legacy.git",
        default_branch="master",
        archived=True,
        fork=False,
        private=False,
        source="github:acme",
    )
    assert found["acme/linux"].fork
    assert found["acme/billing"].private is True


def test_the_first_page_asks_for_everything_in_a_stable_order(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(ORG, [])
    assert slugs(github) == []
    assert dict(fake.asked[0].args) == {"per_page": "100", "type": "all", "sort": "full_name"}
    assert fake.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert fake.asked[0].headers["User-Agent"] == "gitops-assets"


def test_a_repository_on_two_pages_is_one(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(ORG, [repository("acme/api")], [repository("acme/api"), repository("acme/web")])
    assert slugs(github) == ["acme/api", "acme/web"]


def test_odd_fields_are_not_known_instead_of_fatal(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(ORG, [{"full_name": "acme/odd", "clone_url": 7, "default_branch": None, "archived": "no"}])
    assert list(github.repositories("acme")) == [InventoryEntry(slug="acme/odd", source="github:acme")]


def test_a_user_is_asked_when_no_organisation_has_that_name(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(USER, [repository("ada/notes")])
    fake.script("/user", fault(403, "Resource not accessible by integration"))
    assert slugs(github, "ada") == ["ada/notes"]
    assert fake.paths == ["/orgs/ada/repos", USER, "/user"]


def test_the_token_s_own_user_sees_the_private_repositories_too(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(USER, [repository("ada/notes")])
    fake.script("/user", text('{"login": "Ada", "id": 1}'))
    fake.serve("/user/repos", [repository("ada/diary", private=True), repository("ada/notes")])
    assert slugs(github, "ada") == ["ada/diary", "ada/notes"]
    assert fake.asked[-1].args["affiliation"] == "owner"


@pytest.mark.parametrize("answer", ['{"login": "bob"}', "[]", "{}", "no json"])
def test_somebody_else_s_token_sees_the_public_ones(fake: FakeGitHub, github: GitHub, answer: str) -> None:
    fake.serve(USER, [repository("ada/notes")])
    fake.script("/user", text(answer))
    assert slugs(github, "ada") == ["ada/notes"]


def test_a_limit_while_asking_whose_token_it_is_is_a_failure(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(USER, [repository("ada/notes")])
    fake.script("/user", fault(403, "You have exceeded a secondary rate limit.", retry_after="30"))
    assert refused(github, "ada").retry_at == NOW + 30


def test_without_a_token_nobody_is_asked_who_they_are(fake: FakeGitHub, access: Access) -> None:
    fake.serve(USER, [repository("ada/notes")])
    assert slugs(GitHub(replace(access, token=None)), "ada") == ["ada/notes"]
    assert "Authorization" not in fake.asked[0].headers


def test_an_owner_that_nobody_knows_is_named(github: GitHub) -> None:
    assert str(refused(github, "acmee")) == (
        "localhost knows no organisation or user 'acmee': check the spelling in the inventory, "
        "and that the token in GITHUB_TOKEN may see it"
    )


def test_an_owner_cannot_lead_to_another_address(fake: FakeGitHub, github: GitHub) -> None:
    refused(github, "../user?x=")
    assert [request.environ["REQUEST_URI"].partition("?")[0] for request in fake.asked] == [
        "/orgs/..%2Fuser%3Fx%3D/repos",
        "/users/..%2Fuser%3Fx%3D/repos",
    ]


def test_what_did_not_change_costs_no_quota(fake: FakeGitHub, access: Access) -> None:
    fake.serve(ORG, *THREE_PAGES)
    first = slugs(GitHub(access))
    again = GitHub(access)
    assert slugs(again) == first
    assert again.usage == ForgeUsage(calls=3, cached=3, remaining=4996, reset=RESET)


def test_only_the_page_that_changed_is_read_again(fake: FakeGitHub, access: Access) -> None:
    fake.serve(ORG, *THREE_PAGES)
    slugs(GitHub(access))
    fake.serve(ORG, THREE_PAGES[0], [repository("acme/kernel")], THREE_PAGES[2])
    again = GitHub(access)
    assert slugs(again) == ["acme/api", "acme/billing", "acme/kernel", "acme/web"]
    assert (again.usage.calls, again.usage.cached) == (3, 2)


@pytest.mark.parametrize("link_with_304", [True, False])
def test_a_page_after_an_unchanged_last_one_is_not_overlooked(
    fake: FakeGitHub, access: Access, *, link_with_304: bool
) -> None:
    full = [repository(f"acme/r{nth:03}") for nth in range(listing.PER_PAGE)]
    fake.link_with_304 = link_with_304
    fake.serve(ORG, full)
    assert len(slugs(GitHub(access))) == 100
    fake.serve(ORG, full, [repository("acme/z")])
    again = GitHub(access)
    assert slugs(again)[-2:] == ["acme/r099", "acme/z"]
    assert again.usage.cached == 1


def test_an_unchanged_page_without_links_still_leads_on(fake: FakeGitHub, access: Access) -> None:
    fake.serve(ORG, *THREE_PAGES)
    first = slugs(GitHub(access))
    fake.link_with_304 = False
    assert slugs(GitHub(access)) == first


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"version": 1}', b"\xff" * 9, b"[" * 9999])
def test_a_damaged_cache_is_ignored_and_mended(fake: FakeGitHub, access: Access, damage: bytes) -> None:
    fake.serve(ORG, *THREE_PAGES)
    first = slugs(GitHub(access))
    for file in (access.cache or Path()).iterdir():
        file.write_bytes(damage)
    again = GitHub(access)
    assert slugs(again) == first
    assert again.usage.cached == 0
    assert slugs(again) == first
    assert again.usage.cached == 3


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(fake: FakeGitHub, access: Access) -> None:
    fake.serve(ORG, *THREE_PAGES)
    blocked = (access.cache or Path()).with_name("file")
    blocked.write_text("")
    assert len(slugs(GitHub(replace(access, cache=blocked)))) == 5


def test_without_a_cache_nothing_is_written(fake: FakeGitHub, access: Access, tmp_path: Path) -> None:
    fake.serve(ORG, *THREE_PAGES)
    assert len(slugs(GitHub(replace(access, cache=None)))) == 5
    assert list(tmp_path.iterdir()) == []


def test_the_cache_is_for_its_owner_only_and_holds_no_token(fake: FakeGitHub, access: Access) -> None:
    fake.serve(ORG, *THREE_PAGES)
    slugs(GitHub(access))
    folder = access.cache or Path()
    assert folder.stat().st_mode & 0o077 == 0
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0
        assert TOKEN not in file.read_text()


def test_a_used_up_quota_says_when_it_is_refilled(
    fake: FakeGitHub, github: GitHub, waits: list[float]
) -> None:
    fake.script(
        ORG,
        fault(
            403,
            "API rate limit exceeded for user ID 1.",
            x_ratelimit_remaining="0",
            x_ratelimit_reset=str(RESET),
        ),
    )
    error = refused(github)
    assert error.retry_at == RESET
    assert error.why == "the request quota at localhost is used up: try again after 2026-11-18T11:06:40Z"
    assert github.usage == ForgeUsage(calls=1, cached=0, remaining=0, reset=RESET)
    assert waits == []


@pytest.mark.parametrize("status", [403, 429])
def test_a_secondary_limit_says_when_to_come_back(
    fake: FakeGitHub, github: GitHub, waits: list[float], status: int
) -> None:
    fake.script(ORG, fault(status, "You have exceeded a secondary rate limit.", retry_after="90"))
    assert refused(github).retry_at == NOW + 90
    assert waits == []


def test_a_failure_on_the_third_page_is_a_failure_of_the_whole(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(ORG, *THREE_PAGES)
    fake.page_of(ORG, 3, fault(403, "rate limit", x_ratelimit_remaining="0", x_ratelimit_reset=str(RESET)))
    assert refused(github).retry_at == RESET
    assert github.usage.calls == 3


def test_a_page_that_went_missing_does_not_shorten_the_listing(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve(ORG, *THREE_PAGES)
    fake.page_of(ORG, 2, fault(404, "Not Found"))
    assert "lost a page" in refused(github).why


def test_a_server_that_stumbles_once_is_asked_again(
    fake: FakeGitHub, github: GitHub, waits: list[float]
) -> None:
    fake.script(ORG, fault(502, "Server Error"), fault(503, "Unavailable"), text("[]"))
    assert slugs(github) == []
    assert waits == [0.5, 1.0]
    assert github.usage.calls == 3


def test_a_server_that_keeps_stumbling_is_given_up(
    fake: FakeGitHub, github: GitHub, waits: list[float]
) -> None:
    fake.script(ORG, text("<html>Unicorn!</html>", 502))
    assert refused(github).why == (
        "localhost answered 502 3 times: look at the forge's status page and try again later"
    )
    assert waits == [0.5, 1.0]


def test_a_server_that_does_not_answer_is_given_up(
    fake: FakeGitHub, access: Access, held: threading.Event
) -> None:
    def wait(_: Request) -> Response:
        held.wait(5)
        return Response("[]")

    fake.script(ORG, wait)
    assert "did not answer within 0.05 s" in refused(GitHub(replace(access, patience=0.05))).why


def test_a_server_that_drips_is_given_up(fake: FakeGitHub, access: Access, held: threading.Event) -> None:
    def drops() -> Iterator[bytes]:
        for _ in range(200):
            if held.wait(0.02):
                return
            yield b" "

    fake.script(ORG, lambda _: Response(drops(), 200))
    assert "did not answer within 0.05 s" in refused(GitHub(replace(access, patience=0.05))).why


def test_a_host_that_is_not_there_is_not_asked_twice(access: Access, waits: list[float]) -> None:
    github = GitHub(replace(access, api_url="http://user:pa55@127.0.0.1:1"))
    error = refused(github)
    assert error.why.startswith("127.0.0.1 could not be reached: check the network")
    assert (github.usage.calls, waits) == (1, [])


@pytest.mark.parametrize(
    "address", ["http://[", "http://a:b", "ftp://127.0.0.1", "", "http://127.0.0.1:99999999"]
)
def test_an_address_that_is_none_is_a_failure_in_words(access: Access, address: str) -> None:
    assert ":" in refused(GitHub(replace(access, api_url=address))).why


def test_a_token_that_is_not_accepted(fake: FakeGitHub, github: GitHub) -> None:
    fake.script(ORG, fault(401, "Bad credentials"))
    assert refused(github).why == (
        "localhost did not accept the token: put one that is valid and not expired into GITHUB_TOKEN"
    )


@pytest.mark.parametrize(
    "body", [b"", b"<html>sign in</html>", b'{"message": "hi"}', b"[1]", b"[{}]", b"\xff\xfe", b"[" * 99_999]
)
def test_an_answer_that_is_no_listing_is_a_failure(fake: FakeGitHub, github: GitHub, body: bytes) -> None:
    fake.script(ORG, text(body))
    assert refused(github).why.startswith("localhost did not answer as a forge does (the answer ")


def test_an_answer_without_end_is_not_read(
    fake: FakeGitHub, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "BODY_LIMIT", 1000)
    fake.script(ORG, text(b" " * 5000))
    assert "larger than 1,000 bytes" in refused(github).why


@pytest.mark.parametrize(
    "address", ["http://127.0.0.2:1/evil", "/orgs/acme/repos?page=2", "http://[", "http://a:b"]
)
def test_a_next_page_elsewhere_does_not_get_the_token(fake: FakeGitHub, github: GitHub, address: str) -> None:
    fake.script(ORG, text("[]", link=f'<{address}>; rel="next"'))
    assert "another host" in refused(github).why


def test_a_listing_that_goes_round_in_circles_ends(
    fake: FakeGitHub, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.script(ORG, text("[]", link=f'<{fake.url}{ORG}?page=2>; rel="next"'))
    assert "has no end" in refused(github).why
    monkeypatch.setattr(listing, "PAGE_LIMIT", 4)
    fake.script(ORG, lambda _: _further(fake))
    assert "has no end" in refused(github).why


def _further(fake: FakeGitHub) -> Response:
    return Response("[]", headers={"Link": f'<{fake.url}{ORG}?page={len(fake.asked)}>; rel="next"'})


def test_results_that_single_sign_on_withholds_are_no_results(fake: FakeGitHub, github: GitHub) -> None:
    fake.script(ORG, text("[]", x_github_sso="partial-results; organizations=21955855,20582480"))
    assert "authorise the token in GITHUB_TOKEN" in refused(github).why


def test_a_redirect_is_followed(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve("/organizations/9919/repos", [repository("acme/api")])
    fake.script(ORG, text("", 301, location=f"{fake.url}/organizations/9919/repos"))
    assert slugs(github) == ["acme/api"]


def test_a_redirect_to_another_host_does_not_get_the_token(fake: FakeGitHub, github: GitHub) -> None:
    fake.serve("/elsewhere", [repository("acme/api")])
    fake.script(ORG, text("", 301, location=fake.url.replace("localhost", "127.0.0.1") + "/elsewhere"))
    assert slugs(github) == ["acme/api"]
    assert ["Authorization" in request.headers for request in fake.asked] == [True, False]


def test_redirects_without_end_are_a_failure(fake: FakeGitHub, github: GitHub) -> None:
    fake.script(ORG, text("", 302, location=f"{fake.url}{ORG}"))
    assert "broke off (TooManyRedirects)" in refused(github).why


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "pässword", "nul\0"])
def test_a_token_that_no_forge_gives_is_not_sent(fake: FakeGitHub, access: Access, token: str) -> None:
    github = GitHub(replace(access, token=token))
    error = refused(github)
    assert "GITHUB_TOKEN" in error.why
    assert token not in error.why
    assert fake.asked == []


def test_space_around_a_token_does_not_matter(fake: FakeGitHub, access: Access) -> None:
    fake.serve(ORG, [])
    assert slugs(GitHub(replace(access, token=f" {TOKEN}\n"))) == []
    assert fake.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_the_token_is_in_no_log_and_no_text(
    fake: FakeGitHub, access: Access, caplog: pytest.LogCaptureFixture
) -> None:
    fake.serve(ORG, *THREE_PAGES)
    fake.script("/orgs/shut/repos", fault(401, "Bad credentials"))
    github = GitHub(access)
    with caplog.at_level(logging.DEBUG):
        found = list(github.repositories("acme"))
        error = refused(github, "shut")
    texts = [caplog.text, repr(found), repr(access), repr(github), repr(error), repr(github.usage)]
    assert not any(TOKEN in one for one in texts)
