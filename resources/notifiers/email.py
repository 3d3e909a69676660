"""Mail as plain text and HTML, what follows on one topic in one thread.

Every mail of a topic refers to its first one, so mail programs show a thread. A repetition after a lost
answer has the same Message-ID. It says that no person sent it (RFC 3834), so nobody's absence answers it.

Sources: [RFC 5322](https://www.rfc-editor.org/rfc/rfc5322), [RFC 3834](https://www.rfc-editor.org/rfc/rfc3834).
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from gitops_assets.core.fleet.channels import EmailChannel, Security
from gitops_assets.core.notifications.letter import Letter
from gitops_assets.core.outbox.model import Delivery, Receipt
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.text import display
from resources.notifiers.calls import PATIENCE
from resources.notifiers.email_text import html_body, plain_body
from resources.notifiers.model import Notifier
from resources.notifiers.secrets import Secrets

LONGEST_SUBJECT = 180


class Email:
    """People at one mail server."""

    def __init__(
        self, settings: EmailChannel, secrets: Secrets, context: ssl.SSLContext | None = None
    ) -> None:
        self._settings = settings
        self._secrets = secrets
        self._context = context

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        """Hand the mail to the server; the reference is the Message-ID of the topic's first mail."""
        letter = Letter.of(delivery.document)
        first = before.reference if before else ""
        if not letter.events:
            return Receipt(204, first, "nothing was left to tell")
        message = message_of(letter, delivery, self._settings, first)
        with _told():
            refused = self._hand_over(message)
        if len(refused) == len(self._settings.to):
            raise Refused("the mail server refused every address", permanent=True, status=550)
        note = f"accepted, but not for {len(refused)} addresses" if refused else "accepted"
        return Receipt(250, first or str(message["Message-ID"]), note)

    def _hand_over(self, message: EmailMessage) -> dict[str, tuple[int, bytes]]:
        settings = self._settings
        with self._connected() as server:
            if settings.security is Security.STARTTLS:
                server.starttls(context=self._context or ssl.create_default_context())
            if settings.username:
                server.login(settings.username, self._secrets.get(settings.password_env))
            return server.send_message(message, settings.sender, list(settings.to))

    def _connected(self) -> smtplib.SMTP:
        host, port = self._settings.host, self._settings.port
        if self._settings.security is Security.TLS:
            context = self._context or ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
        return smtplib.SMTP(host, port, timeout=PATIENCE)


def message_of(letter: Letter, delivery: Delivery, settings: EmailChannel, first: str) -> EmailMessage:
    """The whole mail; the same delivery gives the same bytes but for the boundary between its bodies."""
    domain = settings.sender.rpartition("@")[2]
    message = EmailMessage()
    severity = letter.severity
    prefix = f"[{severity}] " if severity else ""
    message["Subject"] = (prefix + display(letter.title))[:LONGEST_SUBJECT]
    message["From"] = Address("gitops-assets", addr_spec=settings.sender)
    message["To"] = ", ".join(settings.to)
    message["Date"] = format_datetime(datetime.fromtimestamp(delivery.first_at, UTC))
    message["Message-ID"] = f"<{delivery.message}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"gitops-assets <gitops-assets.{domain}>"
    if first:
        message["In-Reply-To"] = first
        message["References"] = first
    message.set_content(plain_body(letter))
    message.add_alternative(html_body(letter), subtype="html")
    return message


@contextmanager
def _told() -> Iterator[None]:
    """What a mail server's refusals mean. Their own words are not repeated: they may quote what was sent."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        passing = any(400 <= code < 500 for code in codes)
        why = f"the mail server refused every address ({min(codes, default=550)})"
        raise Refused(why, permanent=not passing, status=min(codes, default=550)) from None
    except smtplib.SMTPAuthenticationError as error:
        why = f"the mail server refused the login ({error.smtp_code}): check username and password_env"
        raise Refused(why, permanent=error.smtp_code >= 500, status=error.smtp_code) from None
    except smtplib.SMTPResponseException as error:
        why = f"the mail server refused the message ({error.smtp_code})"
        raise Refused(why, permanent=500 <= error.smtp_code < 600, status=error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        why = "the mail server offers no STARTTLS or no login: check security and port"
        raise Refused(why, permanent=True) from None
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        kind = type(error).__name__
        raise Refused(f"the mail server gave no answer ({kind}): check host, port and security") from None


NOTIFIER = Notifier(id="email", title="E-mail", doc=__doc__, build=Email)
