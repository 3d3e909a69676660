"""What chance does not write: checksums and places inside of tokens."""

import base64
import binascii
import re
import zlib

_BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKED = 36
"""Characters behind the prefix of a token that ends with its checksum; longer ones are of another make."""


def checksum(payload: bytes) -> bytes:
    """CRC-32 as six digits of base 62, with which GitHub and npm end tokens (GitHub's blog, 2021-04-05)."""
    number, digits = zlib.crc32(payload), bytearray()
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return bytes(reversed(digits))


def checked(match: re.Match[bytes]) -> bool:
    """Whether a token of the usual length ends with the checksum of the rest."""
    payload = match["secret"].partition(b"_")[2]
    return len(payload) != _CHECKED or checksum(payload[:-6]) == payload[-6:]


def packaged(match: re.Match[bytes]) -> bool:
    """Whether it is a macaroon whose place is a Python package index, which is what it begins with."""
    begin = match["secret"].removeprefix(b"pypi-")[:40]
    try:
        return b"pypi" in base64.urlsafe_b64decode(begin)[:20]
    except (binascii.Error, ValueError):
        return False
