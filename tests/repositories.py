"""Real repositories for tests: fixed identity, fixed dates, nobody's configuration but their own."""

import os
import subprocess
import time
from pathlib import Path

DATE = 1_700_000_000

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": f"{DATE} +0000",
    "GIT_COMMITTER_DATE": f"{DATE} +0000",
    "GIT_CONFIG_COUNT": "3",
    "GIT_CONFIG_KEY_0": "init.defaultBranch",
    "GIT_CONFIG_VALUE_0": "main",
    "GIT_CONFIG_KEY_1": "protocol.file.allow",
    "GIT_CONFIG_VALUE_1": "always",
    "GIT_CONFIG_KEY_2": "advice.detachedHead",
    "GIT_CONFIG_VALUE_2": "false",
}


def git(path: Path, *arguments: str, check: bool = True, **environment: str) -> str:
    """Run git in ``path`` and give what it printed."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=path,
        env=ENVIRONMENT | environment,
        capture_output=True,
        check=False,
        text=True,
        errors="surrogateescape",
    )
    if check and done.returncode:
        raise AssertionError(f"git {' '.join(arguments)}: {done.stderr}")
    return done.stdout.strip()


def repository(path: Path, **files: str) -> Path:
    """A repository with one commit that holds these files (``README`` when none are given)."""
    path.mkdir(parents=True)
    git(path, "init", "-q")
    commit(path, **(files or {"README": "hello\n"}))
    return path


def commit(path: Path, message: str = "Change", **files: str) -> str:
    """Write files, commit everything, give the hash. ``__`` in a name stands for a dot."""
    for name, text in files.items():
        target = path / name.replace("__", ".")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    git(path, "add", "-A")
    git(path, "commit", "-q", "--allow-empty", "-m", message)
    return git(path, "rev-parse", "HEAD")


def cloned(origin: Path, path: Path, *options: str) -> Path:
    """A clone of ``origin``, made now: git dates the reflog, which tells when the remote was last asked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    now = f"{int(time.time())} +0000"
    git(path.parent, "clone", "-q", *options, str(origin), str(path), GIT_COMMITTER_DATE=now)
    return path
