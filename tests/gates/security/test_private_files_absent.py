import pytest

from gitops_assets.core.gates.security.private_files_absent import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen
from tests.secrets.alphabets import ALNUM, BASE64
from tests.secrets.corpus import Maker

MAKE = Maker(5)
KEY = "-----BEGIN PRIVATE" + f" KEY-----\n{MAKE.key()}\n-----END PRIVATE KEY-----\n"
CERTIFICATE = f"-----BEGIN CERTIFICATE-----\n{MAKE.key()}\n-----END CERTIFICATE-----\n"
VALUE = MAKE.of(ALNUM, 24)


@pytest.mark.parametrize(
    ("path", "body", "what"),
    [
        ("deploy/server.pem", CERTIFICATE + KEY, "a private key"),
        ("id_rsa", KEY, "a private key"),
        (".env", f"DEBUG=1\nDB_PASSWORD={VALUE}\n", "an environment with secrets"),
        ("app/.env.production", f'export API_KEY="{VALUE}"\n', "an environment with secrets"),
        ("web/.htpasswd", f"admin:$apr1$aBcDeFgH${MAKE.of(BASE64, 22)}\n", "logins of a web server"),
        ("credentials.json", f'{{"installed": {{"client_secret": "{VALUE}"}}}}', "credentials"),
        (
            "infra/terraform.tfstate",
            '{"terraform_version": "1.9.0", "resources": []}',
            "the state of Terraform",
        ),
        ("release.p12", b"\x30\x82\x0a\x11", "a store of keys"),
        ("android.jks", b"\xfe\xed\xfe\xed\x00", "a store of keys"),
        ("me.kdbx", b"\x03\xd9\xa2\x9a\x67", "a store of keys"),
    ],
)
def test_a_private_file_is_flagged(path: str, body: str | bytes, what: str) -> None:
    finding = only(GATE, seen({path: body}))
    assert finding.message == f"'{path}' holds {what}."
    assert (finding.path, finding.subject) == (path, path)
    assert f"git rm --cached -- {path}" in finding.remedy
    assert VALUE not in repr(finding)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("ca.pem", CERTIFICATE),
        ("tests/certs/server.key", KEY),
        ("examples/tls/id_rsa", KEY),
        (".env", "DEBUG=1\nPORT=8080\nDB_PASSWORD=\nAPI_KEY=changeme123\n"),
        (".env.example", f"DB_PASSWORD={VALUE}\n"),
        ("locale/strings.key", "title = Hello\n"),
        ("credentials.json", '{"client_secret": "<your secret>"}'),
        ("notes.pfx", "not a store"),
        ("i18n/credentials.json", '{"title": "Your credentials"}'),
    ],
)
def test_a_file_that_only_has_the_name_is_fine(path: str, body: str) -> None:
    assert passes(GATE, seen({path: body}))


def test_a_repository_without_such_files_is_fine() -> None:
    assert passes(GATE, seen({"README.md": "# app\n"}))


def test_a_hostile_environment_costs_little() -> None:
    assert passes(GATE, seen({".env": "SECRET" * 100_000, "a.pem": "-----BEGIN " + "A " * 200_000}))
