"""Detached signatures of files: who vouches for the definitions of gates.

``FILE.sig`` holds one line, ``hmac-sha256:<hex>`` (RFC 2104) or ``ed25519:<base64>`` (RFC 8032). Signed are
the file's exact bytes behind a line that names its purpose and its name, so that no signature serves for
another file.
"""

import binascii
import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from gitops_assets.core.fleet.outside import KeySection, SignedSection

SUFFIX = ".sig"
KEY, KEY_FILE = "GITOPS_GATES_KEY", "GITOPS_GATES_KEY_FILE"
"""Where the shared secret of HMAC is, or the secret key of ed25519 (``ed25519:`` and 32 bytes in base64)."""

SHORTEST = 32
"""Characters of a shared secret: as many as the hash has bytes (RFC 2104, section 3)."""

_LONGEST = 1000


class Unsigned(Exception):  # noqa: N818 - reads as the sentence it is
    """The signature is missing or does not fit; ``hint`` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


class NoKey(Exception):  # noqa: N818 - reads as the sentence it is
    """There is no usable key; the message says what to do."""


def signature(name: str, body: bytes, secret: str) -> str:
    """The line that vouches for a file; ``secret`` is what :func:`secret_of_environment` gives."""
    if secret.startswith("ed25519:"):
        signed = _signing_key(secret).sign(_message(name, body)).signature
        return f"ed25519:{b64encode(signed).decode()}"
    return f"hmac-sha256:{_mac(name, body, secret)}"


def public_key(secret: str) -> str | None:
    """The public half of an ed25519 key as fleet.yaml lists it; None for a shared secret."""
    if not secret.startswith("ed25519:"):
        return None
    return b64encode(bytes(_signing_key(secret).verify_key)).decode()


def new_key() -> str:
    """A new secret ed25519 key."""
    return f"ed25519:{b64encode(bytes(SigningKey.generate())).decode()}"


def secret_of_environment() -> str | None:
    """The key of this machine, or None; raises :class:`NoKey` where it cannot be read or is too weak."""
    secret = os.environ.get(KEY, "").strip()
    path = os.environ.get(KEY_FILE)
    if not secret and path:
        try:
            secret = Path(path).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise NoKey(f"the file that {KEY_FILE} names cannot be read; correct the variable") from None
    if secret and not secret.startswith("ed25519:") and len(secret) < SHORTEST:
        raise NoKey(
            f"the shared secret has fewer than {SHORTEST} characters; make one with: openssl rand -hex 32"
        )
    return secret or None


def signer(name: str, body: bytes, line: str | None, signed: SignedSection) -> str:
    """Who vouches for a file; raises :class:`Unsigned` where nobody does who may."""
    if line is None:
        raise Unsigned("the file is not signed", f"sign it: gitops-assets gates sign {name}")
    kind, _, value = line.strip().partition(":")
    if kind == "hmac-sha256" and signed.hmac:
        return _shared(name, body, value)
    if kind == "ed25519":
        return _listed(name, body, value, signed)
    raise Unsigned("the signature is of a kind that is not accepted here", "sign the file anew")


def read_signature(path: Path) -> str | None:
    """The line beside a file, or None where there is none."""
    try:
        with path.with_name(path.name + SUFFIX).open("rb") as file:
            return file.read(_LONGEST).decode("ascii", "replace")
    except FileNotFoundError:
        return None


def _shared(name: str, body: bytes, value: str) -> str:
    secret = secret_of_environment()
    if secret is None or secret.startswith("ed25519:"):
        raise Unsigned(
            "the signature cannot be checked here", f"give the shared secret in {KEY} or {KEY_FILE}"
        )
    if not hmac.compare_digest(_mac(name, body, secret).encode(), value.strip().encode()):
        raise Unsigned(*_CHANGED)
    return "the shared secret"


def _listed(name: str, body: bytes, value: str, signed: SignedSection) -> str:
    who = _first_fit(_message(name, body), value, signed.keys)
    if who is None:
        raise Unsigned(*_CHANGED)
    if signed.role not in who.roles:
        raise Unsigned(
            f"{who.name} signed the file and does not have the role {signed.role!r}",
            "let somebody sign it who may define gates",
        )
    return who.name


def _first_fit(message: bytes, value: str, keys: Iterable[KeySection]) -> KeySection | None:
    try:
        line = b64decode(value.strip(), validate=True)
    except binascii.Error:
        return None
    for key in keys:
        try:
            VerifyKey(b64decode(key.public.removeprefix("ed25519:"))).verify(message, line)
        except (BadSignatureError, ValueError):
            continue
        return key
    return None


_CHANGED = (
    "the signature does not fit: the file was changed after it was signed, or signed by nobody known here",
    "look at what was changed, then sign it anew",
)


def _message(name: str, body: bytes) -> bytes:
    return f"gitops-assets definitions of gates, 1\n{name}\n".encode() + body


def _mac(name: str, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), _message(name, body), hashlib.sha256).hexdigest()


def _signing_key(secret: str) -> SigningKey:
    try:
        return SigningKey(b64decode(secret.removeprefix("ed25519:"), validate=True))
    except (binascii.Error, ValueError, TypeError):
        raise NoKey("this is no ed25519 key: make one with: gitops-assets gates new-key") from None
