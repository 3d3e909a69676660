"""The programs that ``gitops-assets dev`` keeps running: code server, web server, daemon, HTTP service."""

import hashlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from resources.home import Home, HomeError
from resources.instance import end_runs_of_server, open_instance
from resources.keeping.keeper import Program
from service.keys import PREFIX, SLACK

LOCATION = "gitops_assets.definitions"
_SERVICE_GRACE = 17.0
"""Seconds; the service gives requests fifteen to end."""


def dagster_programs(home: Home, host: str, port: int) -> Sequence[Program]:
    """What Dagster consists of, without the secrets that forges sign with: no business of runs."""
    socket = _socket(home)
    workspace = home.dagster / "workspace.json"
    _write_workspace(workspace, socket)
    quiet = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, SLACK))}
    quiet["DAGSTER_HOME"] = str(home.dagster)
    logs = ("--log-level", "warning")

    def clear() -> None:
        """Nobody works for a server that is gone: its runs were ended with it, and are called failed."""
        socket.unlink(missing_ok=True)
        with open_instance(home) as instance:
            end_runs_of_server(instance, str(socket))

    def is_missing() -> bool:
        return not socket.exists()

    server = ("api", "grpc", "--module-name", LOCATION, "--socket", str(socket), *logs)
    places = ("--workspace", str(workspace))
    web = ("--host", host, "--port", str(port), "--dagster-log-level", "info", *places)
    return (
        Program(
            "code server",
            (*_python("dagster"), *server, "--use-python-environment-entry-point"),
            quiet,
            before=clear,
            last=True,
        ),
        Program("web server", (*_python("dagster_webserver"), *web), quiet, waits=is_missing),
        Program("daemon", (*_python("dagster._daemon"), "run", *places), quiet, waits=is_missing),
    )


def service_program(host: str, port: int, environ: Mapping[str, str], *, webhooks: bool) -> Program:
    """The HTTP service, which alone knows the secrets."""
    place = ("--host", host, "--port", str(port), "--until-parent-ends")
    said = () if webhooks else ("--no-webhooks",)
    words = (*_python("gitops_assets.cli.main"), "serve", *place, *said)
    return Program("service", words, environ, grace=_SERVICE_GRACE)


def _python(module: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module)


def _socket(home: Home) -> Path:
    """Where the code server listens: the same for each `dev` on a home, so that runs can be told apart.

    Addresses of sockets have a hundred letters at most, and a home may have more.
    """
    folder = Path(tempfile.gettempdir()) / f"gitops-assets-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or folder.is_symlink():
        raise HomeError(
            f"the folder {folder} is not this user's alone, and who can write there could speak for the code "
            "server; remove it, or set TMPDIR to a folder of yours."
        )
    name = f"{platform.node()}\0{home.path}".encode("utf-8", "surrogateescape")
    return folder / f"{hashlib.sha256(name).hexdigest()[:16]}.sock"


def _write_workspace(path: Path, socket: Path) -> None:
    """JSON is YAML; the name of the location is part of what Dagster knows sensors by."""
    server = {"location_name": LOCATION, "socket": str(socket), "host": "localhost"}
    path.write_text(json.dumps({"load_from": [{"grpc_server": server}]}), encoding="utf-8")
