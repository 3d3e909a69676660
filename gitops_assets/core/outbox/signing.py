"""Signatures of outgoing webhooks by the Standard Webhooks specification.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64


def key_of(secret: str) -> bytes:
    """The key that a secret spells: ``whsec_`` and 24 to 64 bytes in base64; raises ValueError without it."""
    text = secret.strip()
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not text.startswith(PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
        raise ValueError(f"it is not {PREFIX} followed by {_SHORTEST} to {_LONGEST} bytes in base64")
    return key


def headers(message: str, at: int, body: bytes, keys: Sequence[bytes]) -> dict[str, str]:
    """The three headers over exactly these bytes; two keys, while one is rotated, give two signatures."""
    signed = b"%b.%d.%b" % (message.encode(), at, body)
    signatures = [hmac.digest(key, signed, hashlib.sha256) for key in keys]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(each).decode()}" for each in signatures),
    }
