"""What may be told of a secret: which kind, whether it is the same as another one, and how it ends.

A value that a machine made has a hash and its last two characters. The hash is keyed, so that it matches no
table of plain hashes, and cut to 32 bits; it cannot be searched for, as such values hold 100 bits and more.
A value that a person may have chosen has neither: whoever knows the hash of a password could try a
dictionary, however slow the hash, and two characters of eight are a quarter of it.
"""

import hashlib

from gitops_assets.core.secrets.model import Rule

_KEY = b"gitops-assets/secrets"
_MACHINE_MADE = 16
"""Characters from which a value of a machine-made form cannot be guessed."""


def redacted(rule: Rule, secret: bytes) -> str:
    """``rule:hash …xy``, or the rule alone where the value could be guessed."""
    if rule.chosen or len(secret) < _MACHINE_MADE:
        return rule.id
    mark = hashlib.blake2b(secret, digest_size=4, key=_KEY, person=rule.id.encode()[:16]).hexdigest()
    return f"{rule.id}:{mark} …{_end(secret)}"


def _end(secret: bytes) -> str:
    """The last two letters or digits; of a key in a string, not those of the escapes around its lines."""
    shown = secret[-40:].replace(b"\\n", b"").decode("ascii", "replace")
    return "".join(char for char in shown if char.isalnum())[-2:]
