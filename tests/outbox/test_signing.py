import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from gitops_assets.core.outbox.signing import headers, key_of

OLD = "whsec_" + base64.b64encode(b"o" * 32).decode()
NEW = "whsec_" + base64.b64encode(b"n" * 24).decode()
BODY = b'{"type":"finding.opened"}'


def now() -> int:
    return int(datetime.now(UTC).timestamp())


def test_the_specifications_own_library_accepts_it() -> None:
    signed = headers("msg_1", now(), BODY, [key_of(NEW)])
    assert Webhook(NEW).verify(BODY, signed) == {"type": "finding.opened"}


def test_while_a_secret_is_rotated_both_are_good() -> None:
    signed = headers("msg_1", now(), BODY, [key_of(NEW), key_of(OLD)])
    assert Webhook(NEW).verify(BODY, signed) == Webhook(OLD).verify(BODY, signed)


def test_one_other_byte_or_another_secret_is_refused() -> None:
    signed = headers("msg_1", now(), BODY, [key_of(NEW)])
    for secret, body in ((OLD, BODY), (NEW, BODY + b" ")):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, signed)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "hunter2",
        base64.b64encode(b"n" * 24).decode(),
        "whsec_" + "A" * 20,
        "whsec_§",
        f"{NEW}!",
    ],
)
def test_what_is_no_secret_is_not_signed_with(secret: str) -> None:
    with pytest.raises(ValueError, match="24 to 64 bytes"):
        key_of(secret)
