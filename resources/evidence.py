"""Evidence packs: who signs them, and whether one is what it was when it was made.

The signature is ed25519 (RFC 8032) over a line that names the purpose and the manifest's bytes, so that none
that was given for something else serves here.
"""

import binascii
import hashlib
import json
import os
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from gitops_assets.core.archive import zipped
from gitops_assets.core.evidence import MANIFEST, SCHEMA, SIGNATURE

KEY, KEY_FILE = "GITOPS_EVIDENCE_KEY", "GITOPS_EVIDENCE_KEY_FILE"
"""Where the secret key is: ``ed25519:`` and 32 bytes in base64, as `gates new-key` makes them."""

_PURPOSE = b"gitops-assets evidence, 1\n"
_LARGEST = 1 << 32
"""Bytes that the files of a pack may have together; it comes from somebody else."""

_MANIFEST_LARGEST = 64 << 20


class UnusableKey(Exception):  # noqa: N818 - reads as the sentence it is
    """A key is configured that cannot sign or verify; the message says what to do."""


class NoPack(Exception):  # noqa: N818 - reads as the sentence it is
    """The file is no evidence pack at all; the message completes "the file …"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came of looking at a pack.

    ``faults`` are sentences about what is not as it was made, none where all is well. ``signer`` is the
    public key whose signature fits, ``signed`` whether there is a signature at all.
    """

    manifest: Mapping[str, Any]
    files: int
    faults: tuple[str, ...] = ()
    signed: bool = False
    signer: str | None = None


def sign(manifest: bytes) -> str | None:
    """The line that vouches for a manifest; None where no key is configured; raises :class:`UnusableKey`."""
    secret = _secret()
    if secret is None:
        return None
    return f"ed25519:{b64encode(secret.sign(_PURPOSE + manifest).signature).decode()}"


def verify(path: Path, public: str | None = None) -> Verified:
    """Compare a pack with its manifest, and the manifest with its signature.

    Raises :class:`NoPack` where it cannot be read as one, :class:`UnusableKey` where ``public`` is no key.
    """
    key = _public(public)
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            faults = [*_differences(archive, manifest)]
            if not faults and not _is_as_written(archive, path):
                faults.append("the archive has other bytes around its files than were written")
            body, line = archive.read(MANIFEST), _signature(archive)
    except FileNotFoundError:
        raise NoPack("is not there") from None
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        if not _begins_like_one(path):
            raise NoPack(f"is no archive ({error})") from None
        return Verified(manifest={}, files=0, faults=(f"the archive cannot be read: {error}",))
    fits = key is not None and line is not None and _fits(key, body, line)
    if key is not None and line is None:
        faults.append("the pack is not signed, so nobody vouches for it")
    elif key is not None and not fits:
        faults.append("the signature does not fit: another key made it, or the manifest was changed")
    return Verified(
        manifest=manifest,
        files=len(manifest["files"]),
        faults=tuple(faults),
        signed=line is not None,
        signer=public if fits else None,
    )


def _begins_like_one(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def _is_as_written(archive: zipfile.ZipFile, path: Path) -> bool:
    """Whether the same files, packed anew, are the same archive."""
    return zipped({name: archive.read(name) for name in archive.namelist()}) == path.read_bytes()


def _manifest(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > _MANIFEST_LARGEST:
        raise NoPack("has no manifest")
    if sum(each.file_size for each in archive.infolist()) > _LARGEST:
        raise NoPack(f"has more than {_LARGEST:,} bytes")
    try:
        manifest = json.loads(archive.read(MANIFEST))
        listed = {(entry["path"], entry["sha256"]) for entry in manifest["files"]}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NoPack("has a manifest that cannot be read") from None
    if manifest.get("schema") != SCHEMA or not all(isinstance(each, str) for pair in listed for each in pair):
        raise NoPack(f"is of another kind than {SCHEMA}")
    return dict(manifest)


def _differences(archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> Iterator[str]:
    names = archive.namelist()
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    yield from (
        f"{name!r} is in the pack twice" for name, times in sorted(Counter(names).items()) if times > 1
    )
    yield from (f"{name!r} is missing" for name in sorted(listed.keys() - {*names}))
    for name in sorted({*names} - listed.keys() - {MANIFEST, SIGNATURE}):
        yield f"{name!r} is not listed: somebody added it"
    for name in sorted(listed.keys() & {*names}):
        if _digest(archive, name) != listed[name]:
            yield f"{name!r} was changed"


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    try:
        with archive.open(name) as file:
            while block := file.read(1 << 20):
                found.update(block)
    except (zipfile.BadZipFile, zlib.error):
        return "damaged"
    return found.hexdigest()


def _signature(archive: zipfile.ZipFile) -> str | None:
    if SIGNATURE not in archive.namelist():
        return None
    with archive.open(SIGNATURE) as file:
        return file.read(1000).decode("ascii", "replace").strip()


def _fits(key: VerifyKey, body: bytes, line: str) -> bool:
    try:
        key.verify(_PURPOSE + body, b64decode(line.removeprefix("ed25519:"), validate=True))
    except (BadSignatureError, binascii.Error, ValueError):
        return False
    return True


def _secret() -> SigningKey | None:
    told = os.environ.get(KEY, "").strip()
    path = os.environ.get(KEY_FILE)
    try:
        told = told or (Path(path).read_text("utf-8").strip() if path else "")
        return SigningKey(_bytes(told)) if told else None
    except (OSError, UnicodeDecodeError):
        raise UnusableKey(f"the file that {KEY_FILE} names cannot be read; correct the variable.") from None
    except (ValueError, TypeError):
        raise UnusableKey(
            f"what {KEY} or {KEY_FILE} gives is no ed25519 key; make one with: gitops-assets gates new-key"
        ) from None


def _public(told: str | None) -> VerifyKey | None:
    if told is None:
        return None
    try:
        return VerifyKey(_bytes(told.strip()))
    except (ValueError, TypeError):
        raise UnusableKey("this is no public ed25519 key: it is 32 bytes in base64.") from None


def _bytes(told: str) -> bytes:
    return b64decode(told.removeprefix("ed25519:"), validate=True)
