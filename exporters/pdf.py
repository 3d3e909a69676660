"""The HTML report on paper: printed by the browser that is installed here, which asks nobody anything.

No two browsers set the same page alike, so the bytes depend on the browser and its fonts; the dates in the
document are set to that of the audit. The browser runs with a profile of its own that is thrown away, without
network, within a time limit, and sees one file: the report, whose policy forbids it every request.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from exporters import html
from exporters.model import Exporter, File, Material, Unavailable

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
"""Programs that print in the same way, in the order in which they are tried."""

SECONDS = 120
"""After which a browser that has not printed is ended."""

_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
)
_DATE = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")


def files(material: Material) -> Iterator[File]:
    """``report.pdf``; raises :class:`Unavailable` where no browser can print it."""
    page = html.EXPORTER.render(material)
    yield File("report.pdf", dated(printed(page), material.report.generated))


def printed(page: bytes) -> bytes:
    """The page as PDF; raises :class:`Unavailable`."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise Unavailable(
            "report.pdf is printed by a browser, and none is installed; install Chromium, Chrome or Edge "
            "(`apt-get install chromium`), or print report.html from any browser."
        )
    with tempfile.TemporaryDirectory(prefix="gitops-assets-pdf-") as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_bytes(page)
        _print([browser, *_sandbox(), *_FLAGS, f"--user-data-dir={folder}/profile"], source, target)
        return target.read_bytes()


def _print(argv: Sequence[str], source: Path, target: Path) -> None:
    try:
        done = subprocess.run(
            [*argv, f"--print-to-pdf={target}", source.as_uri()],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(
            f"{argv[0]} could not print report.pdf ({error}); print report.html by hand."
        ) from None
    if not target.is_file():
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [
            f"exit code {done.returncode}"
        ]
        raise Unavailable(f"{argv[0]} printed no report.pdf ({said[0]}); print report.html by hand.")


def _sandbox() -> tuple[str, ...]:
    """Chromium's sandbox refuses to start for root; the page it shows is ours and asks for nothing."""
    return ("--no-sandbox",) if getattr(os, "geteuid", lambda: 1)() == 0 else ()


def dated(pdf: bytes, moment: int) -> bytes:
    """The same document, written at the moment of the audit as far as it says when; of the same length."""
    try:
        told = f"{datetime.fromtimestamp(moment, UTC):D:%Y%m%d%H%M%S+00'00'}".encode()
    except (OverflowError, ValueError, OSError):
        return pdf

    def same_length(found: re.Match[bytes]) -> bytes:
        new = b"/" + found[1] + b" (" + told + b")"
        return new if len(new) == len(found[0]) else found[0]

    return _DATE.sub(same_length, pdf)


EXPORTER = Exporter(
    id="pdf",
    title="To hand out and to keep, printed by an installed browser",
    file_name="report.pdf",
    media_type="application/pdf",
    files=files,
    takes=(html.EXPORTER.id,),
    elsewhere=True,
    uses_tables=True,
)
