"""Where a sample repository is made: its remote, its clone, and git in both."""

import os
from dataclasses import dataclass
from pathlib import Path

from resources.sample_fleet.authoring import git
from resources.sample_fleet.shop import LATEST, Kind, history


@dataclass(frozen=True, slots=True)
class Workshop:
    """One repository to be, ``owner/name`` in ``slug``; ``now`` is when its remote was last asked."""

    folder: Path
    slug: str
    now: int
    kind: Kind
    summary: str

    @property
    def name(self) -> str:
        """The repository's own name, without its owner."""
        return self.slug.rpartition("/")[2]

    @property
    def remote(self) -> Path:
        """The bare repository it comes from."""
        return self.folder / "remotes" / f"{self.slug}.git"

    @property
    def clone(self) -> Path:
        """Where it lies in the fleet: the path below the root is the slug."""
        return self.folder / "fleet" / self.slug

    def git(self, *arguments: str, may_stop: bool = False) -> str:
        """Git in the clone, at the fixed time of local work."""
        return git(self.clone, *arguments, at=LATEST, may_stop=may_stop)

    def publish(self) -> None:
        """Make the remote with its history."""
        self.remote.mkdir(parents=True)
        git(self.remote, "init", "--quiet", "--bare", at=LATEST)
        # For partial clones; off by default, git-config(1).
        git(self.remote, "config", "uploadpack.allowFilter", "true", at=LATEST)
        stream = history(self.name, self.kind, self.summary)
        git(self.remote, "fast-import", "--quiet", at=LATEST, stdin=stream)

    def check_out(self, *options: str, source: str | None = None, fetched: int | None = None) -> None:
        """Clone as of ``fetched`` (default: now) and fetch once more: a clone alone leaves no FETCH_HEAD."""
        at = self.now if fetched is None else fetched
        self.clone.parent.mkdir(parents=True, exist_ok=True)
        origin = source or str(self.remote)
        git(self.clone.parent, "clone", "--quiet", *options, origin, self.clone.name, at=at)
        self.ask_remote(self.clone, at)

    def ask_remote(self, place: Path, at: int) -> None:
        """Fetch as if it were ``at``: git writes that into reflogs, but FETCH_HEAD tells by its file time."""
        git(place, "fetch", "--quiet", "--prune", at=at)
        for record in place.rglob("FETCH_HEAD"):
            os.utime(record, (at, at))

    def write(self, path: str, text: str) -> None:
        """Put a file into the work tree."""
        target = self.clone / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")

    def commit(self, subject: str, path: str, text: str) -> None:
        """One more commit in the clone."""
        self.write(path, text)
        self.git("add", "--", path)
        self.git("commit", "--quiet", "--message", subject)
