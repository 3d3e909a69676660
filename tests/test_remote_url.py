from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitops_assets.core.remote_url import RemoteUrl, Rewrite, parse, redact, rewrite, same_repository

ANY = st.text(st.characters(exclude_categories=()))
NAME = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
TOKEN = "ghp_" + "a1B2" * 9


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://GitHub.com:443/o/n.git", RemoteUrl(scheme="https", host="github.com", path="/o/n.git")),
        (
            "http://u:p@h:8080/o%20o/n?x",
            RemoteUrl(scheme="http", host="h", port=8080, user="u", path="/o o/n"),
        ),
        ("ssh://git@h:2222/~me/n", RemoteUrl(scheme="ssh", host="h", port=2222, user="git", path="/~me/n")),
        ("ssh://git@[::1]:22/n", RemoteUrl(scheme="ssh", host="::1", user="git", path="/n")),
        ("git+ssh://h/n", RemoteUrl(scheme="ssh", host="h", path="/n")),
        ("git://h/o/n", RemoteUrl(scheme="git", host="h", path="/o/n")),
        ("git@h:o/n.git", RemoteUrl(scheme="ssh", host="h", user="git", path="o/n.git")),
        ("[git@h:2222]:o/n", RemoteUrl(scheme="ssh", host="h", port=2222, user="git", path="o/n")),
        ("git@[::1]:o/n", RemoteUrl(scheme="ssh", host="::1", user="git", path="o/n")),
        ("file:///srv/n.git", RemoteUrl(scheme="file", path="/srv/n.git")),
        ("file://localhost/srv/n", RemoteUrl(scheme="file", path="/srv/n")),
        ("file://nas/srv/n", RemoteUrl(scheme="file", path="//nas/srv/n")),
        ("/srv/a:b/n", RemoteUrl(scheme="file", path="/srv/a:b/n")),
        ("../n", RemoteUrl(scheme="file", path="../n")),
        ("C:\\src\\n", RemoteUrl(scheme="file", path="C:/src/n")),
        ("ext::sh -c 'ssh %S h'", RemoteUrl(scheme="ext")),
        ("gcrypt::git@h:o/n", RemoteUrl(scheme="ssh", host="h", user="git", path="o/n")),
        ("", RemoteUrl(scheme="file")),
    ],
)
def test_a_url_is_taken_apart_as_git_does(url: str, expected: RemoteUrl) -> None:
    assert parse(url) == expected


@settings(deadline=None)
@given(ANY)
def test_no_text_breaks_parsing_or_redacting(url: str) -> None:
    parse(url)
    assert redact(redact(url)) == redact(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:hunter2@h/o/n.git", "https://h/o/n.git"),
        ("https://hunter2@h/o/n", "https://h/o/n"),
        ("HTTPS://x-access-token:hunter2@h/o/n", "HTTPS://h/o/n"),
        ("https://user:hun/ter2@h/o/n", "https://h/o/n"),
        ("https://user:hun#ter?2@h/o/n", "https://h/o/n"),
        ("https://h/o/n?access_token=hunter2", "https://h/o/n?***"),
        ("https://h/o/n;private_token=hunter2/x", "https://h/o/n;private_token=***/x"),
        ("ssh://git:hunter2@h:2222/o/n", "ssh://git@h:2222/o/n"),
        ("git@h:o/n.git", "git@h:o/n.git"),
        ("user:hunter2@h:o/n", "user:***@h:o/n"),
        ("user:hun/ter2@h:o/n", "user:***@h:o/n"),
        (f"{TOKEN}@h:o/n", "h:o/n"),
        (f"https://h/{TOKEN}/n", "https://h/***/n"),
        ("http:/user:hunter2@h/o/n", "http://h/o/n"),
        ("https://proxy/https://user:hunter2@h/o/n", "https://proxy/https://h/o/n"),
        ("ext::curl -u user:hunter2 https://h", "ext::***"),
        ("persistent-https::https://user:hunter2@h/n", "persistent-https::https://h/n"),
        ("  https://user:hunter2@h/n\n", "https://h/n"),
        ("host:@scope/n", "host:@scope/n"),
        ("/srv/git/glance-authentication-server-x", "/srv/git/glance-authentication-server-x"),
        ("file:///srv/a?b", "file:///srv/a?b"),
    ],
)
def test_what_is_shown_holds_no_credential(url: str, shown: str) -> None:
    assert redact(url) == shown


@settings(deadline=None)
@given(
    st.sampled_from(["https", "http", "ssh", "git", "ftp"]),
    ANY.filter(lambda text: "/" not in text and "h" not in text),
    st.booleans(),
)
def test_no_password_survives(scheme: str, secret: str, quoted: bool) -> None:  # noqa: FBT001 - hypothesis passes it
    secret = quote(secret, errors="surrogatepass") if quoted else secret
    shown = redact(f"{scheme}://user:SECRET{secret}SECRET@h/owner/name")
    assert "SECRET" not in shown
    assert shown.endswith("h/owner/name")


def test_the_longest_insteadof_wins_and_is_replaced_once() -> None:
    rules = (
        Rewrite(base="https://gh/", instead_of="gh:"),
        Rewrite(base="ssh://git@h/", instead_of="gh:work/"),
        Rewrite(base="never", instead_of="ssh:"),
    )
    assert rewrite("gh:o/n", rules) == "https://gh/o/n"
    assert rewrite("gh:work/n", rules) == "ssh://git@h/n"
    assert rewrite("gl:o/n", rules) == "gl:o/n"


def test_of_two_equal_insteadof_the_first_wins() -> None:
    rules = (Rewrite(base="a/", instead_of="x:"), Rewrite(base="b/", instead_of="x:"))
    assert rewrite("x:n", rules) == "a/n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://github.com/O/N.git", "git@GitHub.com:o/n"),
        ("https://github.com/o/n/", "ssh://git@ssh.github.com:443/o/n.git"),
        ("https://tok@h/o/n", "http://h:80//o/n.git/"),
        ("ssh://git@h:2222/o/n", "https://h/o/n"),
        ("git@h:o/n", "git@h:/o/n"),
        ("https://h/a%20b", "ssh://h/a b"),
        ("file:///srv/n.git", "/srv/n"),
        ("/srv/n/.git", "/srv/n/"),
        ("git@gitlab.com:Group/Sub/n", "https://gitlab.com/group/sub/N"),
        ("ext::a", " ext::a"),
    ],
)
def test_one_repository_by_two_ways(one: str, other: str) -> None:
    assert same_repository(one, other)
    assert same_repository(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://h/O/n", "https://h/o/n"),
        ("https://h/o/n", "https://g/o/n"),
        ("https://h:8443/o/n", "https://h/o/n"),
        ("ssh://h:2222/o/n", "ssh://h/o/n"),
        ("/srv/n", "srv/n"),
        ("/srv/n", "https://srv/n"),
        ("ext::a", "ext::b"),
        ("https://h/a/b", "https://h/b"),
    ],
)
def test_two_repositories_stay_two(one: str, other: str) -> None:
    assert not same_repository(one, other)


@settings(deadline=None)
@given(st.lists(NAME, min_size=1, max_size=4), NAME)
def test_every_spelling_of_a_remote_is_the_same_repository(parts: list[str], host: str) -> None:
    path = "/".join(parts)
    spellings = [f"https://{host}/{path}", f"git@{host}:{path}.git", f"ssh://x@{host.upper()}:22/{path}/"]
    assert all(same_repository(a, b) for a in spellings for b in spellings)
