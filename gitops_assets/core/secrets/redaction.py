"""What may be told of a secret: which kind, whether it is the same as another one, and how it ends.

A value that a machine made has a hash and its last two characters. The hash is salted with what no other
process knows and this one forgets, so that nobody can ever try values against it: it tells the secrets of one
audit apart, and is no part of a finding, a fingerprint or a report. A value that a person may have chosen has
neither: two characters of eight are a quarter of it.
"""

import hashlib
import secrets

from gitops_assets.core.secrets.model import Rule

_SALT = secrets.token_bytes(32)
_MACHINE_MADE = 16
"""Characters from which a value of a machine-made form cannot be guessed."""


def redacted(rule: Rule, secret: bytes) -> str:
    """``rule:hash …xy``, or the rule alone where the value could be guessed."""
    if rule.chosen or len(secret) < _MACHINE_MADE:
        return rule.id
    mark = hashlib.blake2b(secret, digest_size=8, key=_SALT, person=rule.id.encode()[:16]).hexdigest()
    return f"{rule.id}:{mark} …{_end(secret)}"


def _end(secret: bytes) -> str:
    """The last two letters or digits; of a key in a string, not those of the escapes around its lines."""
    shown = secret[-40:].replace(b"\\n", b"").decode("ascii", "replace")
    return "".join(char for char in shown if char.isalnum())[-2:]
