"""Each forge's own way of signing; Standard Webhooks against the specification's own library."""

import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from gitops_assets.core.inbox.model import Provider
from gitops_assets.core.inbox.signatures import STALE, TOLERANCE, UNSIGNED, WRONG, refusal

BODY = b'{"a": 1}'
SECRET, OLD = "it's a secret to everybody", "the one before"
NOW = 1_700_000_000
STANDARD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HEX = {
    Provider.GITHUB: ("x-hub-signature-256", "sha256="),
    Provider.GITEA: ("x-gitea-signature", ""),
    Provider.BITBUCKET: ("x-hub-signature", "sha256="),
}


def signed(body: bytes = BODY, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def standard(body: bytes = BODY, at: int = NOW, secret: str = STANDARD) -> dict[str, str]:
    signature = Webhook(secret).sign("msg_1", datetime.fromtimestamp(at, UTC), body.decode())
    return {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": signature}


@pytest.mark.parametrize("provider", HEX)
def test_a_body_signed_with_one_of_the_secrets_is_believed(provider: Provider) -> None:
    name, prefix = HEX[provider]
    right = {name: prefix + signed()}
    assert refusal(provider, BODY, right, [SECRET], NOW) is None
    assert refusal(provider, BODY, right, [OLD, SECRET], NOW) is None
    assert refusal(provider, BODY, right, [OLD], NOW) == WRONG
    assert refusal(provider, BODY + b" ", right, [SECRET], NOW) == WRONG
    assert refusal(provider, BODY, {}, [SECRET], NOW) == UNSIGNED
    assert refusal(provider, BODY, {name: ""}, [SECRET], NOW) == UNSIGNED
    assert refusal(provider, BODY, right, [], NOW) == WRONG


def test_github_s_own_example() -> None:
    # docs.github.com, "Validating webhook deliveries", testing the validation.
    said = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    headers = {"x-hub-signature-256": said}
    assert refusal(Provider.GITHUB, b"Hello, World!", headers, ["It's a Secret to Everybody"], NOW) is None


def test_the_weak_signature_of_github_is_none() -> None:
    sha1 = hmac.new(SECRET.encode(), BODY, hashlib.sha1).hexdigest()
    assert refusal(Provider.GITHUB, BODY, {"x-hub-signature": f"sha1={sha1}"}, [SECRET], NOW) == UNSIGNED


def test_gitlab_sends_its_secret_or_signs() -> None:
    assert refusal(Provider.GITLAB, BODY, {"x-gitlab-token": SECRET}, [OLD, SECRET], NOW) is None
    assert refusal(Provider.GITLAB, BODY, {"x-gitlab-token": SECRET + "x"}, [SECRET], NOW) == WRONG
    assert refusal(Provider.GITLAB, BODY, {}, [SECRET], NOW) == UNSIGNED
    assert refusal(Provider.GITLAB, BODY, standard(), [STANDARD], NOW) is None


def test_a_signature_that_is_wrong_is_not_rescued_by_a_token() -> None:
    both = {**standard(b"{}"), "x-gitlab-token": STANDARD}
    assert refusal(Provider.GITLAB, BODY, both, [STANDARD], NOW) == WRONG


@pytest.mark.parametrize("secret", [STANDARD, STANDARD.removeprefix("whsec_")])
def test_standard_webhooks_are_believed_as_their_own_library_signs_them(secret: str) -> None:
    assert refusal(Provider.GENERIC, BODY, standard(), [secret], NOW) is None
    rotated = {**standard(), "webhook-signature": "v1,AAAA v1a,x " + standard()["webhook-signature"]}
    assert refusal(Provider.GENERIC, BODY, rotated, [secret], NOW) is None
    assert refusal(Provider.GENERIC, b"{}", standard(), [secret], NOW) == WRONG
    assert refusal(Provider.GENERIC, BODY, {**standard(), "webhook-id": "msg_2"}, [secret], NOW) == WRONG


@pytest.mark.parametrize("late", [TOLERANCE + 1, -TOLERANCE - 1])
def test_a_delivery_from_another_time_is_a_replay_or_a_wrong_clock(late: int) -> None:
    assert refusal(Provider.GENERIC, BODY, standard(), [STANDARD], NOW + late) == STALE
    nearly = late - 1 if late > 0 else late + 1
    assert refusal(Provider.GENERIC, BODY, standard(), [STANDARD], NOW + nearly) is None


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_standard_webhook_has_three_headers(missing: str) -> None:
    headers = {name: value for name, value in standard().items() if name != missing}
    assert refusal(Provider.GENERIC, BODY, headers, [STANDARD], NOW) == UNSIGNED


@pytest.mark.parametrize("stamp", ["soon", "1e9", "-5", "٣", "9" * 4000])
def test_a_time_that_is_none_is_stale(stamp: str) -> None:
    assert (
        refusal(Provider.GENERIC, BODY, {**standard(), "webhook-timestamp": stamp}, [STANDARD], NOW) == STALE
    )


def test_a_secret_that_is_not_base64_is_taken_as_it_is() -> None:
    assert refusal(Provider.GENERIC, BODY, standard(), ["no base64!"], NOW) == WRONG


@given(st.sampled_from(Provider), st.binary(), st.dictionaries(st.sampled_from([
    "x-hub-signature-256", "x-hub-signature", "x-gitea-signature", "x-gitlab-token",
    "webhook-id", "webhook-timestamp", "webhook-signature",
]), st.text()))  # fmt: skip
def test_whatever_stands_in_the_headers_nobody_guesses(
    provider: Provider, body: bytes, headers: dict[str, str]
) -> None:
    assert refusal(provider, body, headers, [SECRET, STANDARD], NOW) is not None
