import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.forge.calls import Reply
from resources.forge.refusal import Asker, limit, partial, refusal

NOW = 1_700_000_000
WITH = Asker("ghe.example", "GHE_TOKEN", has_token=True)
WITHOUT = Asker("ghe.example", "GHE_TOKEN", has_token=False)


def why(status: int, asker: Asker = WITH, body: bytes = b"", **headers: str) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return refusal(Reply(status, named, body), asker, NOW).why


def test_without_a_token_a_used_up_quota_has_a_second_remedy() -> None:
    assert why(403, WITHOUT, x_ratelimit_remaining="0", x_ratelimit_reset=str(NOW)) == (
        "the request quota at ghe.example is used up: try again after 2023-11-14T22:13:20Z, "
        "or set GHE_TOKEN: a token's quota is far larger"
    )


def test_a_quota_without_a_time_is_refilled_hourly() -> None:
    assert why(429, x_ratelimit_remaining="0").endswith("try again in an hour")


@pytest.mark.parametrize(
    ("status", "body"), [(429, b""), (403, b'{"message": "You have exceeded a secondary rate limit"}')]
)
def test_a_secondary_limit_without_a_time_asks_for_a_minute(status: int, body: bytes) -> None:
    found = limit(Reply(status, {}, body), WITH, NOW)
    assert found is not None
    assert found.retry_at == NOW + 60


def test_retry_after_wins_over_the_hourly_reset() -> None:
    headers = {"retry-after": "5", "x-ratelimit-remaining": "0", "x-ratelimit-reset": str(NOW + 3000)}
    assert refusal(Reply(403, headers), WITH, NOW).retry_at == NOW + 5


@pytest.mark.parametrize(
    ("status", "asker", "words"),
    [
        (401, WITH, "did not accept the token"),
        (401, WITHOUT, "wants a token: set the environment variable GHE_TOKEN"),
        (403, WITH, "let the token in GHE_TOKEN read"),
        (403, WITHOUT, "set a token in GHE_TOKEN"),
        (500, WITH, "answered 500 3 times"),
        (304, WITH, "answered 304: check the forge's address"),
        (418, WITH, "answered 418"),
    ],
)
def test_each_refusal_says_what_to_do(status: int, asker: Asker, words: str) -> None:
    assert words in why(status, asker)


def test_single_sign_on_is_told_from_a_missing_right() -> None:
    assert "single sign-on" in why(403, x_github_sso="required; url=https://ghe.example/sso")
    assert partial(Reply(200, {"x-github-sso": "required"}), WITH) is None


@given(
    st.integers(100, 599),
    st.dictionaries(
        st.sampled_from(["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset", "x-github-sso"]),
        st.one_of(st.text(max_size=12), st.integers(-5, 10**12).map(str)),
    ),
    st.binary(max_size=50),
)
def test_any_answer_is_a_refusal_in_words(status: int, headers: dict[str, str], body: bytes) -> None:
    error = refusal(Reply(status, headers, body), WITH, NOW)
    assert "ghe.example" in error.why
    assert error.retry_at is None or error.retry_at >= 0
