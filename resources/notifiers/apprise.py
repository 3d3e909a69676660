"""Everything that Apprise knows: Teams, Discord, Matrix, Telegram, ntfy, Pushover, Opsgenie and many more.

Its URLs hold secrets, so they stand in an environment variable. What Apprise can run or read on this machine
is refused: a URL of a program, a file or a desktop is no message to somebody.

Source: [Apprise](https://github.com/caronc/apprise).
"""

import logging
import re

from apprise import Apprise as Library
from apprise import AppriseAsset, NotifyFormat, NotifyType

from gitops_assets.core.fleet.channels import AppriseChannel
from gitops_assets.core.model import Severity
from gitops_assets.core.notifications.letter import Letter
from gitops_assets.core.notifications.markdown import left_out, markdown_lines
from gitops_assets.core.outbox.model import Delivery, Receipt
from gitops_assets.core.outbox.refusal import Refused
from gitops_assets.core.text import display
from resources.notifiers.calls import PATIENCE
from resources.notifiers.model import Notifier
from resources.notifiers.secrets import Secrets

REFUSED_SCHEMES = frozenset(
    {"dbus", "qt", "glib", "kde", "gnome", "macosx", "windows", "growl", "syslog", "serial", "file", "exec"}
)
_TYPES = {
    Severity.CRITICAL: NotifyType.FAILURE,
    Severity.HIGH: NotifyType.FAILURE,
    Severity.MEDIUM: NotifyType.WARNING,
}


class Apprise:
    """Whoever the URLs of one variable lead to."""

    def __init__(self, settings: AppriseChannel, secrets: Secrets) -> None:
        self._settings = settings
        self._secrets = secrets

    def send(self, delivery: Delivery, before: Receipt | None) -> Receipt:
        """Hand the letter to all of them; it is told again to all where one of them fails."""
        letter = Letter.of(delivery.document)
        if not letter.events:
            return Receipt(204, before.reference if before else "", "nothing was left to tell")
        library = self._library()
        kind = _TYPES.get(letter.severity, NotifyType.INFO) if letter.severity else NotifyType.SUCCESS
        body = "\n".join((*markdown_lines(letter), *left_out(letter, len(letter.events))))
        done = library.notify(
            body=body,
            title=display(letter.title),
            notify_type=kind,
            body_format=NotifyFormat.MARKDOWN,
            timeout=PATIENCE * 2,
        )
        if not done:
            name = self._settings.urls_env
            raise Refused(f"at least one address of {name} took no message: try it with the program apprise")
        return Receipt(200, "", f"{len(library)} addresses")

    def _library(self) -> Library:
        name = self._settings.urls_env
        library = Library(asset=AppriseAsset(app_id="gitops-assets", plugin_paths=[], async_mode=False))
        for url in re.split(r"[\s,]+(?=[a-z][a-z0-9+.-]*://)|\s+", self._secrets.get(name)):
            scheme = url.partition("://")[0].lower()
            if not url:
                continue
            if scheme in REFUSED_SCHEMES or not library.add(url):
                shown = display(scheme)[:20]
                raise Refused(f"{name} holds a URL that is none of Apprise's ({shown}://…)", permanent=True)
        return library


logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings quote what the service said

NOTIFIER = Notifier(id="apprise", title="Apprise", doc=__doc__, build=Apprise)
