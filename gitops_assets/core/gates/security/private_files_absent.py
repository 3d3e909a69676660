"""No file is there that belongs to one machine or one person: keys, key stores, environments, states.

Such files are secrets as a whole, or hold some in a form that no pattern finds: a key store is binary, and
the state of Terraform keeps every password it was given as plain text.

Source: [Terraform, sensitive data in state](https://developer.hashicorp.com/terraform/language/manage-sensitive-data).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.security.places import pretended
from gitops_assets.core.gates.tree_facts import TextFile
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity
from gitops_assets.core.secrets.placeholders import entropy, placeholder

_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----\s+\S")
_ASSIGNMENT = re.compile(
    r"""^(?:export[ ])?[A-Z0-9_]{0,60}
    (?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|DSN)[A-Z0-9_]{0,40}
    [ ]?=[ ]?["']?(?P<value>[^\s"'\#]{8,300})""",
    re.VERBOSE | re.MULTILINE,
)
_LOGIN = re.compile(r"^[^\s:#]{1,64}:(?:\$(?:apr1|2[aby]|5|6)\$|\{SHA\})\S{20}", re.MULTILINE)
_CREDENTIALS = re.compile(
    r'"(?:private_key|client_secret|refresh_token|password|secret_?(?:access_?)?key)"'
    r'\s{0,5}:\s{0,5}"(?P<value>[^"]{8,300})',
    re.IGNORECASE,
)


def _real(pattern: re.Pattern[str], text: str) -> bool:
    values = (match["value"].encode() for match in pattern.finditer(text))
    return any(not placeholder(value) and entropy(value) > 2.5 for value in values)


def _state(text: str) -> bool:
    return '"terraform_version"' in text and '"resources"' in text


_TEXTS: Mapping[str, tuple[tuple[str, ...], Callable[[str], object]]] = {
    "a private key": (
        ("*.pem", "*.key", "id_rsa", "*/id_rsa", "*id_dsa", "*id_ecdsa", "*id_ed25519", "*.ppk", "*.asc"),
        _KEY.search,
    ),
    "an environment with secrets": ((".env", "*/.env", ".env.*", "*/.env.*"), partial(_real, _ASSIGNMENT)),
    "logins of a web server": ((".htpasswd", "*/.htpasswd"), _LOGIN.search),
    "credentials": (
        ("credentials.json", "*/credentials.json", "*client_secret*.json", "*service-account*.json"),
        partial(_real, _CREDENTIALS),
    ),
    "the state of Terraform": (("*.tfstate", "*.tfstate.backup"), _state),
}
_STORES: Mapping[str, tuple[bytes, ...]] = {
    "*.p12": (b"\x30\x82", b"\x30\x80"),
    "*.pfx": (b"\x30\x82", b"\x30\x80"),
    "*.jks": (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce", b"\x30\x82"),
    "*.keystore": (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce", b"\x30\x82"),
    "*.kdbx": (b"\x03\xd9\xa2\x9a",),
}
"""How each format of key stores begins."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each file whose name and content say that it is private; those of tests and examples are not."""
    for pattern, begins in _STORES.items():
        for path in facts.files.matching(pattern):
            if not pretended(path) and facts.files.body(path).startswith(begins):
                yield _told(path, "a store of keys")
    for what, (patterns, is_private) in _TEXTS.items():
        paths = [path for path in facts.files.matching(*patterns) if not pretended(path)]
        yield from _texts(facts.files.texts(paths), what, is_private)


def _texts(files: Iterator[TextFile], what: str, is_private: Callable[[str], object]) -> Iterator[Finding]:
    return (_told(file.path, what) for file in files if is_private(file.text))


def _told(path: str, what: str) -> Finding:
    return Finding(
        message=f"{shown(path)} holds {what}.",
        path=path,
        remedy=f"Replace what it opens, then run: {command('git', 'rm', '--cached', '--', path)}"
        " and list it in .gitignore.",
        subject=path,
    )


GATE = Gate(
    id="private-files-absent",
    title="Private files stay out of the repository",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Replace what the file opens, remove it from the repository and list it in .gitignore.",
    find=find,
    category=Category.SECURITY,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    quotes=False,
)
