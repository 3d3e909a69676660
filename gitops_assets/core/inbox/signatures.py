"""Whether a delivery comes from whom it says: over the bytes as they arrived, in constant time.

GitHub, Gitea, Forgejo and Bitbucket sign the body (HMAC, RFC 2104). GitLab sends its secret along, or signs
as the [Standard Webhooks specification](https://github.com/standard-webhooks/standard-webhooks) says, which
covers the delivery's name and time too; so does everything else.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from gitops_assets.core.inbox.model import Provider

TOLERANCE = 300
"""Seconds by which the sender's clock, or the way here, may differ."""

STANDARD_PREFIX = "whsec_"

Headers = Mapping[str, str]
"""Names in lower case."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a delivery is not believed: ``reason`` is one of few words that are counted, ``why`` a sentence."""

    reason: str
    why: str


UNSIGNED = Refusal("unsigned", "The delivery is not signed: set the secret at the sender too.")
WRONG = Refusal("wrong-signature", "The signature does not belong to this body and our secret.")
STALE = Refusal("stale", f"The delivery is more than {TOLERANCE} seconds old or new: mind the clocks.")


def refusal(
    provider: Provider, body: bytes, headers: Headers, secrets: Sequence[str], now: float
) -> Refusal | None:
    """Why this delivery is not believed; None when one of the secrets was used to sign it.

    There are two while one takes the other's place.
    """
    return _CHECKS[provider](body, headers, secrets, now)


def _hex_in(*names: str) -> Callable[[bytes, Headers, Sequence[str], float], Refusal | None]:
    def check(body: bytes, headers: Headers, secrets: Sequence[str], _now: float) -> Refusal | None:
        said = next((headers[name] for name in names if headers.get(name)), None)
        if said is None:
            return UNSIGNED
        made = (hmac.new(_bytes(secret), body, hashlib.sha256).hexdigest() for secret in secrets)
        return None if _any_is(said.removeprefix("sha256="), made) else WRONG

    return check


def _gitlab(body: bytes, headers: Headers, secrets: Sequence[str], now: float) -> Refusal | None:
    if headers.get("webhook-signature"):
        return _standard(body, headers, secrets, now)
    said = headers.get("x-gitlab-token")
    if not said:
        return UNSIGNED
    return None if _any_is(said, secrets) else WRONG


def _standard(body: bytes, headers: Headers, secrets: Sequence[str], now: float) -> Refusal | None:
    name, stamp, said = (headers.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    if not (name and stamp and said):
        return UNSIGNED
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return STALE
    signed = _bytes(f"{name}.{stamp}.") + body
    made = [standard_signature(signed, secret) for secret in secrets]
    offered = [each.removeprefix("v1,") for each in said.split(" ")[:16] if each.startswith("v1,")]
    if True not in [_any_is(each, made) for each in offered]:
        return WRONG
    return STALE if abs(now - int(stamp)) > TOLERANCE else None


def standard_signature(signed: bytes, secret: str) -> str:
    """The signature of ``id.timestamp.body`` as Standard Webhooks writes it, without its ``v1,``.

    A secret is base64, usually after ``whsec_``; one that is not is taken as it is.
    """
    try:
        key = base64.b64decode(_bytes(secret.removeprefix(STANDARD_PREFIX)), validate=True)
    except binascii.Error:
        key = _bytes(secret)
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")


def _any_is(said: str, made: Iterable[str]) -> bool:
    # Digests are of one length, so that not even a secret's length can be measured; and all are compared.
    digest = hashlib.sha256(_bytes(said)).digest()
    return True in [hmac.compare_digest(digest, hashlib.sha256(_bytes(each)).digest()) for each in made]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


_CHECKS: dict[Provider, Callable[[bytes, Headers, Sequence[str], float], Refusal | None]] = {
    Provider.GITHUB: _hex_in("x-hub-signature-256"),
    Provider.GITEA: _hex_in(
        "x-forgejo-signature", "x-gitea-signature", "x-gogs-signature", "x-hub-signature-256"
    ),
    Provider.GITLAB: _gitlab,
    Provider.BITBUCKET: _hex_in("x-hub-signature-256", "x-hub-signature"),
    Provider.GENERIC: _standard,
}
