"""Programs that tests write: small Python scripts that are found on PATH by their name."""

import os
import sys
from pathlib import Path

import pytest


def installed(monkeypatch: pytest.MonkeyPatch, folder: Path, **scripts: str) -> None:
    """Put these programs first on PATH; underscores in names are dashes."""
    folder.mkdir(exist_ok=True)
    for name, body in scripts.items():
        script = folder / name.replace("_", "-")
        script.write_text(f"#!{sys.executable} -I\n{body}", "utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
