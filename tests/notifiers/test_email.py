import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from gitops_assets.core.events.model import EventKind
from gitops_assets.core.fleet.channels import EmailChannel
from gitops_assets.core.outbox.refusal import Refused
from resources.notifiers.email import Email
from resources.notifiers.secrets import Secrets
from tests.notifications.letters import delivery, event
from tests.notifiers.conftest import PLANTED


class Mailbox:
    """Takes mail as a server does; ``answers`` are given instead of taking it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self.unknown: set[str] = set()
        self.logins: list[str] = []

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def authenticate(
        self, _server: object, _session: object, _envelope: object, _how: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password.decode() == PLANTED["SMTP_PASSWORD"], handled=False)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
    return port


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(box: Mailbox) -> Iterator[int]:
    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), authenticator=box.authenticate, auth_require_tls=False
    )
    controller.start()
    yield controller.port
    controller.stop()


def mail(port: int, secrets: Secrets, context: object = None, **more: object) -> Email:
    said: dict[str, object] = {
        "to": ["team@example.org"],
        "from": "audit@example.org",
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
    }
    assert context is None or isinstance(context, ssl.SSLContext)
    return Email(EmailChannel.model_validate(said | more), secrets, context)


def test_a_mail_has_a_text_and_an_html_body_with_the_same_news(
    box: Mailbox, port: int, secrets: Secrets
) -> None:
    receipt = mail(port, secrets).send(delivery(event()), None)
    (got,) = box.mails
    assert got["Subject"] == "[high] There is no README. (readme-present in acme/app)"
    assert str(got["From"]) == "gitops-assets <audit@example.org>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Message-ID"] == receipt.reference
    assert got.defects == []
    for kind in ("plain", "html"):
        body = got.get_body((kind,))
        assert body is not None
        assert "There is no README." in body.get_content()
        assert "Write a README.md." in body.get_content()


def test_what_follows_is_in_the_thread_and_a_repetition_is_the_same_mail(
    box: Mailbox, port: int, secrets: Secrets
) -> None:
    channel = mail(port, secrets)
    first = channel.send(delivery(event()), None)
    later = delivery(event(EventKind.FINDING_FIXED), id=2)
    second = channel.send(later, first)
    channel.send(later, first)
    assert second.reference == first.reference
    assert [got["In-Reply-To"] for got in box.mails] == [None, first.reference, first.reference]
    assert box.mails[1]["Message-ID"] == box.mails[2]["Message-ID"] != first.reference


def test_names_of_strangers_add_no_header_and_no_tag(box: Mailbox, port: int, secrets: Secrets) -> None:
    evil = event(title="x\r\nBcc: all@example.org\r\n\r\n<img src=https://evil.example/> ünï \u202e")
    mail(port, secrets).send(delivery(evil), None)
    (got,) = box.mails
    assert got["Bcc"] is None
    html = got.get_body(("html",))
    assert html is not None
    assert "<img" not in html.get_content()
    assert "&lt;img" in html.get_content()


def test_the_password_is_given_and_a_wrong_one_is_told(box: Mailbox, port: int, secrets: Secrets) -> None:
    mail(port, secrets, username="audit").send(delivery(event()), None)
    assert box.logins == ["audit"]
    wrong = Secrets({"SMTP_PASSWORD": "another-n0tT0BeSeen"})
    with pytest.raises(Refused, match="refused the login") as caught:
        mail(port, wrong, username="audit").send(delivery(event()), None)
    assert caught.value.permanent
    assert "n0tT0BeSeen" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("451 4.7.1 Greylisted", False), ("554 5.7.1 Spam", True), ("552 5.3.4 Full", True)],
)
def test_a_refusal_says_whether_to_come_back(
    box: Mailbox,
    port: int,
    secrets: Secrets,
    answer: str,
    permanent: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    box.answers.append(answer)
    with pytest.raises(Refused) as caught:
        mail(port, secrets).send(delivery(event()), None)
    assert (caught.value.permanent, caught.value.status) == (permanent, int(answer[:3]))


def test_one_unknown_address_does_not_keep_the_mail_from_the_others(
    box: Mailbox, port: int, secrets: Secrets
) -> None:
    box.unknown.add("gone@example.org")
    both = {"to": ["team@example.org", "gone@example.org"]}
    receipt = mail(port, secrets, **both).send(delivery(event()), None)
    assert receipt.body_cut == "accepted, but not for 1 addresses"
    box.unknown.add("team@example.org")
    with pytest.raises(Refused, match="every address") as caught:
        mail(port, secrets, **both).send(delivery(event()), None)
    assert caught.value.permanent


def test_a_server_that_is_gone_may_come_back(secrets: Secrets) -> None:
    with pytest.raises(Refused, match="no answer") as caught:
        mail(9, secrets).send(delivery(event()), None)
    assert not caught.value.permanent


def test_without_starttls_nothing_is_sent_in_the_open(box: Mailbox, port: int, secrets: Secrets) -> None:
    with pytest.raises(Refused, match="no STARTTLS"):
        mail(port, secrets, security="starttls").send(delivery(event()), None)
    assert box.mails == []


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    words += " -addext subjectAltName=IP:127.0.0.1"
    subprocess.run([*words.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    return key, cert


def test_starttls_trusts_only_a_certificate_that_it_knows(
    box: Mailbox, secrets: Secrets, certificate: tuple[Path, Path]
) -> None:
    key, cert = certificate
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(cert, key)
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=server,
        require_starttls=True,
        authenticator=box.authenticate,
    )
    controller.start()
    try:
        port = controller.port
        trusted = ssl.create_default_context(cafile=str(cert))
        said = {"security": "starttls", "username": "audit"}
        mail(port, secrets, trusted, **said).send(delivery(event()), None)
        with pytest.raises(Refused, match="SSLCertVerificationError"):
            mail(port, secrets, **said).send(delivery(event()), None)
    finally:
        controller.stop()
    assert len(box.mails) == 1
