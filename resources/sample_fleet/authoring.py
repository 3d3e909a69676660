"""Git in the hands of one fixed person with a fixed clock: the same calls give the same hashes anywhere."""

import os
import subprocess
from pathlib import Path

SETTINGS = {
    "init.defaultBranch": "main",
    "protocol.file.allow": "always",
    "commit.gpgSign": "false",
    "tag.gpgSign": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "advice.detachedHead": "false",
    "rerere.enabled": "false",
    "core.autocrlf": "false",
    "core.editor": "true",
}


class AuthoringFailed(Exception):  # noqa: N818 - reads as the sentence it is
    """A git command that builds a repository did not do what it was asked."""


def environment(at: int) -> dict[str, str]:
    """Nothing of the user's configuration, no prompts, and ``at`` (seconds, UTC) on every clock."""
    env = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    env |= {
        "HOME": os.devnull,
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TEMPLATE_DIR": "",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_COUNT": str(len(SETTINGS)),
    }
    for position, (key, value) in enumerate(SETTINGS.items()):
        env |= {f"GIT_CONFIG_KEY_{position}": key, f"GIT_CONFIG_VALUE_{position}": value}
    for role in ("AUTHOR", "COMMITTER"):
        env |= {
            f"GIT_{role}_NAME": "Ada Sample",
            f"GIT_{role}_EMAIL": "ada@example.com",
            f"GIT_{role}_DATE": f"@{at} +0000",
        }
    return env


def git(where: Path, *arguments: str, at: int, stdin: bytes = b"", may_stop: bool = False) -> str:
    """Run git in ``where`` and give its output, stripped.

    ``may_stop``: a non-zero exit is the purpose, as with a merge that must conflict.
    Raises :class:`AuthoringFailed` with git's own words otherwise.
    """
    done = subprocess.run(
        ["git", *arguments], cwd=where, env=environment(at), input=stdin, capture_output=True, check=False
    )
    if done.returncode and not may_stop:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise AuthoringFailed(f"git {' '.join(arguments)} failed in {where}: {said}; is git 2.35 or newer?")
    return done.stdout.decode("utf-8", "replace").strip()
