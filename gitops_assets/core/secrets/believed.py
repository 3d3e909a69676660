"""What a value must be like to be a secret, where its form alone does not say so."""

import base64
import binascii
import json
import re

from gitops_assets.core.secrets.placeholders import entropy, placeholder, spoken, worded

_LOCAL = re.compile(
    rb"(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|[\w-]+(?:[:/?\"'\s]|$)"
    rb"|(?:[\w-]+\.)*(?:example|test|invalid|local)\b)",
    re.IGNORECASE,
)
_NO_SECRET_NAME = re.compile(
    rb"hash|digest|sha\d|checksum|public|_?(?:id|url|uri|path|file|name|type|field|label|regex|pattern|header|format)s?$"
    rb"|tokeni[sz]|tokens?_?(?:limit|count)|next|page|cursor|csrf|sitekey|csv",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    rb"(?:public|publi[cs]h|publishable|csrf|xsrf|page|next|site|cache|hash|cancellation|continu\w{1,6}|pagination|starting|sync|resource)[\s._-]{0,2}$",
    re.IGNORECASE,
)
"""Words before ``key`` or ``token`` with which everybody may see it."""
_OWNED = re.compile(rb"[a-z0-9][_-]$|[a-z0-9]$|(?:secret|access|private|api)[ ]$", re.IGNORECASE)
"""What goes before ``key`` where it is a service's; a key by itself is one of a table or a cache."""
_ORDINARY_KEY = re.compile(
    rb"(?:primary|foreign|partition|sort|object|dedup|routing|row|index|group|idempotency|storage|registry|s3|map|lookup"
    rb"|translation|config|setting|host|finger|ssh|gpg|pgp|deploy|verif\w{1,9}|event|feature|session|tracking|write|anon"
    rb"|client|header|item|data|part|hot|arrow|wrap\w{0,4}|peer|pub|trusted|signing|commit)[\s._-]{0,2}$",
    re.IGNORECASE,
)
_BEHIND = 24
"""Bytes before a name that are looked at."""

_UNFIT = re.compile(rb"[()\[\]{};,\s\\|]|://|^[./~#@:]|\.[a-z]{2,4}$|^[A-Za-z.]+$|^[\d.:/-]+$|&\w+=")
_NAMES = re.compile(
    rb"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[a-z0-9]+(?:[_-][a-z0-9]{1,12})+|[A-Z0-9]+(?:_[A-Z0-9]+)+"
)
"""Names of code and of things, in which words are joined."""
_BARE = 20
"""Characters from which a value without quotes is no name of code, however few kinds it has."""
_LONG = 32
"""Characters from which few different ones are no sign of a word: digests and keys in hex have sixteen."""
_DRUMMED = 24
"""Characters from which nobody drums an example on the keyboard, so letters that are no words are random."""
_SHORT_ENTROPY = 3.3

_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DRAWN = b"4"
"""The version of a UUID that is drawn by chance; others are made of a time, a place or a name."""
_HEXES = re.compile(rb"[0-9a-f]+|[0-9A-F]+")
_HEX_LENGTHS = frozenset({32, 40, 48, 50, 56, 64, 80, 96, 128})
_KINDS = (rb"[a-z]", rb"[A-Z]", rb"[0-9]", rb"[^A-Za-z0-9]")
_DIGITS = tuple(bytes([digit]) for digit in b"0123456789")


def remote(match: re.Match[bytes]) -> bool:
    """A password for a real host; one for this machine or a neighbour in a composition is a default."""
    return _LOCAL.match(match["host"]) is None and match["user"].lower() != match["secret"].lower()


def random(match: re.Match[bytes]) -> bool:
    """A name that holds a secret, and a value that nobody would write as a name, a path or a message."""
    value = match["secret"]
    if (
        _NO_SECRET_NAME.search(match["name"])
        or _PUBLIC.search(_before(match))
        or _UNFIT.search(value)
        or _NAMES.fullmatch(value)
        or _UUID.fullmatch(value)
        or (worded(value) if len(value) < _DRUMMED else spoken(value))
    ):
        return False
    if len(value) < _LONG and entropy(value) < _SHORT_ENTROPY:
        return False
    bare = not match["mark"] and len(value) < _BARE
    if bare and b"/" in value:
        return False
    return re.search(rb"\d", value) is not None and _kinds(value) >= (4 if bare else 2)


def generated(match: re.Match[bytes]) -> bool:
    """A name that holds a secret, and a value that only a generator writes: long hex, or all kinds mixed."""
    name, value, before = match["name"], match["secret"], _before(match)
    if _NO_SECRET_NAME.search(name) or _PUBLIC.search(before) or not _machine_made(value):
        return False
    if name[:3].lower() != b"key":
        return True
    mixed = _HEXES.fullmatch(value) is None and len(value) >= _LONG
    return mixed and _OWNED.search(before) is not None and _ORDINARY_KEY.search(before) is None


def _machine_made(value: bytes) -> bool:
    digits = sum(map(value.count, _DIGITS))
    if _HEXES.fullmatch(value):
        return len(value) in _HEX_LENGTHS and 4 <= digits <= len(value) - 4
    return digits >= 2 and all(re.search(kind, value) for kind in _KINDS[:3]) and not spoken(value)


def _before(match: re.Match[bytes]) -> bytes:
    return bytes(match.string[max(0, match.start() - _BEHIND) : match.start()])


def _kinds(value: bytes) -> int:
    return sum(re.search(kind, value) is not None for kind in _KINDS)


def mixed(match: re.Match[bytes]) -> bool:
    """Whether letters and digits are mixed, as words and numbers by themselves are not."""
    value = match["secret"]
    return not worded(value) and any(map(value.__contains__, _DIGITS)) and not value.isdigit()


def unspoken(match: re.Match[bytes]) -> bool:
    """Whether it is mixed or has letters of both cases as no word has them, and is no name."""
    value = match["secret"]
    if _UUID.fullmatch(value):
        return value[14:15] == _DRAWN
    cased = value.isalpha() and len(value) >= 12 and _kinds(value) == 2
    numbered = any(map(value.__contains__, _DIGITS)) and not value.isdigit()
    return (cased or numbered) and not spoken(value) and _NAMES.fullmatch(value) is None


def signed(match: re.Match[bytes]) -> bool:
    """The header decodes and names an algorithm; the payload is not the one of the examples."""
    header, payload = (_decoded(part) for part in match["secret"].split(b".")[:2])
    if header.get("alg") in {None, "none"} or not payload:
        return False
    return payload.get("sub") != "1234567890" and "John Doe" not in payload.values()


def _decoded(part: bytes) -> dict[str, object]:
    try:
        value = json.loads(base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def login(match: re.Match[bytes]) -> bool:
    """Whether it is base64 of ``user:password``, and neither a word nor a placeholder of one."""
    try:
        user, colon, password = base64.b64decode(match["secret"], validate=True).partition(b":")
    except (binascii.Error, ValueError):
        return False
    sound = bool(user and colon and len(password) >= 6) and all(32 < each < 127 for each in user + password)
    return sound and not placeholder(password) and not worded(password) and password != user
