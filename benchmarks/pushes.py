"""How long after a push is its repository's result fresh, and when is Slack told?

Run with ``python -m benchmarks.pushes``. Prints Markdown. ``gitops-assets dev`` runs on the sample fleet; a
forge's signed webhook follows each push into the quiet, and a stand-in for Slack notes when it was told.
"""

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from benchmarks.restarts import PUSHED, World, everything, fresh, post, push, quiet, until
from benchmarks.timing import machine
from resources.instance import open_instance
from resources.store.store import Store

CHANNEL = "C0123456789"
TOKEN = "xoxb-of-a-stand-in"  # noqa: S105 - the stand-in's
ROUTE = """
notifications:
  channels:
    chat: {{slack: {{channel: {channel}, api_url: "http://127.0.0.1:{port}/api/"}}}}
  routes:
    - {{to: [chat], events: [repository.changed, "finding.*"]}}
"""


class Slack(BaseHTTPRequestHandler):
    """Takes every message and notes when."""

    told: list[float]

    def do_POST(self) -> None:
        """Answer as Slack does."""
        self.rfile.read(int(self.headers["content-length"]))
        self.told.append(time.monotonic())
        body = json.dumps({"ok": True, "ts": f"1772366400.{len(self.told):06}", "channel": CHANNEL}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def slack() -> Iterator[tuple[int, list[float]]]:
    """The stand-in's port, and when it was told something."""
    told: list[float] = []
    handler = type("Told", (Slack,), {"told": told})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, told
        server.shutdown()


def one(world: World, store: Store, slug: str, told: list[float]) -> tuple[float, float]:
    """Seconds from the webhook to the fresh result, and from there until Slack was told."""
    commit = push(world, slug)
    before, began = len(told), time.monotonic()
    post(world, slug, commit)
    until(lambda: fresh(world, store), f"{slug} did not become fresh", pause=0.05)
    made = time.monotonic()
    until(lambda: True if len(told) > before else None, "Slack was not told", pause=0.02)
    return made - began, told[before] - made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="pushes-"))
    print(f"Measured with {machine()}.\n")
    print("| push | fresh after | Slack told after that |\n|--:|--:|--:|")
    with slack() as (port, told):

        def prepare(file: Path) -> None:
            file.write_text(file.read_text("utf-8") + ROUTE.format(channel=CHANNEL, port=port), "utf-8")

        with everything(folder, {"SLACK_BOT_TOKEN": TOKEN}, prepare) as world:
            measured = list(_rounds(world, told))
    for name, nth in (("webhook to fresh", 0), ("fresh to Slack", 1)):
        took = sorted(each[nth] for each in measured)
        print(f"\n{name}: median {median(took):.1f} s, worst {took[-1]:.1f} s")


def _rounds(world: World, told: list[float]) -> Iterator[tuple[float, float]]:
    with Store.open(world.home.store_url) as store, open_instance(world.home) as instance:
        world.pushed.update({slug: store.states()[slug].behind or 0 for slug in PUSHED})
        time.sleep(15)  # what is done once after a start is done
        for nth, slug in enumerate(PUSHED):  # a second push to one would be no news: it is behind already
            took = one(world, store, slug, told)
            print(f"| {nth + 1} | {took[0]:.1f} s | {took[1]:.1f} s |", flush=True)
            until(lambda: quiet(instance), "something is at work for ever", pause=0.5)
            time.sleep(3 + nth)  # at another moment of the daemon's five seconds each time
            yield took


if __name__ == "__main__":
    main()
