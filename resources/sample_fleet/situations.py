"""What happened to each clone: one function a situation, with the commands that people really type."""

import os
import shutil
from dataclasses import replace

from resources.sample_fleet.authoring import git
from resources.sample_fleet.shop import DAY, FEATURE, LATEST, SETTINGS, settings
from resources.sample_fleet.workshop import Workshop

NOBODY = 65_534
CORRUPT = "\x00\x00\x00 this was a branch name before the disk filled up\n"


class NotPossible(Exception):  # noqa: N818 - reads as the sentence it is
    """This machine or user cannot bring the situation about; the message says why."""


def level(shop: Workshop) -> None:
    """Everything committed, pushed and fetched."""
    shop.publish()
    shop.check_out()


def old_branch(shop: Workshop) -> None:
    """A branch whose last commit is so old that nobody remembers why it is here."""
    level(shop)
    shop.git("branch", "--quiet", "--no-track", "legacy/prototype", "origin/legacy/prototype")


def uncommitted(shop: Workshop) -> None:
    """Staged, unstaged and untracked at once."""
    level(shop)
    shop.write(SETTINGS, settings(30))
    shop.git("add", SETTINGS)
    shop.write("README.md", "# Rewriting this\n")
    shop.write("notes/ideas.md", "Ask the customers.\n")


def untracked(shop: Workshop) -> None:
    """A new file that nobody added."""
    level(shop)
    shop.write("draft.md", "Summer sale\n")


def put_aside(shop: Workshop) -> None:
    """A change that went to the stash and was forgotten there."""
    level(shop)
    shop.write("README.md", "# Half an idea\n")
    shop.git("stash", "push", "--quiet", "--message", "half an idea")


def unpushed(shop: Workshop) -> None:
    """Two commits that exist only here."""
    level(shop)
    shop.commit("Let customers change their address", "docs/address.md", "Soon.\n")
    shop.commit("Let customers leave", "docs/leave.md", "Sadly.\n")


def not_merged(shop: Workshop) -> None:
    """Two commits were fetched and not merged."""
    level(shop)
    shop.git("reset", "--quiet", "--hard", "HEAD~2")


def moved_apart(shop: Workshop) -> None:
    """Both sides went on."""
    level(shop)
    shop.git("reset", "--quiet", "--hard", "HEAD~1")
    shop.commit("Ship on Saturdays", "docs/saturdays.md", "Yes.\n")


def local_branch(shop: Workshop) -> None:
    """A branch that no remote has."""
    level(shop)
    shop.git("switch", "--quiet", "--create", "try/heart-button")
    shop.commit("Try a heart", "src/heart.txt", "<3\n")


def upstream_gone(shop: Workshop) -> None:
    """The branch was merged and deleted on the other side."""
    level(shop)
    shop.git("switch", "--quiet", FEATURE)
    git(shop.remote, "branch", "--quiet", "--delete", "--force", FEATURE, at=LATEST)
    shop.ask_remote(shop.clone, shop.now)


def at_a_tag(shop: Workshop) -> None:
    """Parked on a release."""
    level(shop)
    shop.git("switch", "--quiet", "--detach", "v1.0.0")


def no_commits(shop: Workshop) -> None:
    """Initialised, a remote named, nothing committed yet."""
    shop.remote.mkdir(parents=True)
    git(shop.remote, "init", "--quiet", "--bare", at=LATEST)
    shop.clone.mkdir(parents=True)
    shop.git("init", "--quiet")
    shop.git("remote", "add", "origin", str(shop.remote))


def merge_halfway(shop: Workshop) -> None:
    """A merge that stopped at a conflict."""
    level(shop)
    shop.git("merge", "--quiet", f"origin/{FEATURE}", may_stop=True)


def rebase_halfway(shop: Workshop) -> None:
    """A rebase that stopped at a conflict."""
    level(shop)
    shop.git("switch", "--quiet", FEATURE)
    shop.git("rebase", "--quiet", "main", may_stop=True)


def cherry_pick_halfway(shop: Workshop) -> None:
    """A cherry-pick that stopped at a conflict."""
    level(shop)
    shop.git("cherry-pick", f"origin/{FEATURE}", may_stop=True)


def revert_halfway(shop: Workshop) -> None:
    """A revert of a line that was changed again since."""
    level(shop)
    shop.commit("Show 30 articles a page", SETTINGS, settings(30))
    shop.git("revert", "--no-edit", "HEAD~2", may_stop=True)


def bisecting(shop: Workshop) -> None:
    """A search for the commit that broke it, never finished."""
    level(shop)
    shop.git("bisect", "start", "HEAD", "HEAD~4")


def fetched_long_ago(shop: Workshop) -> None:
    """Level with a remote that nobody asked for forty days."""
    shop.publish()
    shop.check_out(fetched=shop.now - 40 * DAY)


def shallow(shop: Workshop) -> None:
    """Only the last commit was cloned."""
    shop.publish()
    shop.check_out("--depth", "1", source=shop.remote.as_uri())


def sparse(shop: Workshop) -> None:
    """Only one folder is in the work tree."""
    level(shop)
    shop.git("sparse-checkout", "set", "--cone", "config")


def partial(shop: Workshop) -> None:
    """File contents are fetched when they are asked for."""
    shop.publish()
    shop.check_out("--filter=blob:none", source=shop.remote.as_uri())


def mirror(shop: Workshop) -> None:
    """A bare mirror: no work tree at all."""
    shop.publish()
    place = shop.clone.with_name(f"{shop.name}.git")
    place.parent.mkdir(parents=True, exist_ok=True)
    git(place.parent, "clone", "--quiet", "--mirror", str(shop.remote), place.name, at=shop.now)
    shop.ask_remote(place, shop.now)


def locked(shop: Workshop) -> None:
    """A git command was killed and left its lock."""
    level(shop)
    lock = shop.clone / ".git" / "index.lock"
    lock.touch()
    os.utime(lock, (shop.now - DAY,) * 2)


def foreign_owner(shop: Workshop) -> None:
    """Somebody else's folder, which git refuses to trust."""
    if os.name == "nt" or os.geteuid() != 0:
        raise NotPossible("only root can give a folder to another user")
    level(shop)
    for path in (shop.clone, *shop.clone.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def corrupt(shop: Workshop) -> None:
    """HEAD holds rubbish."""
    level(shop)
    (shop.clone / ".git" / "HEAD").write_text(CORRUPT, encoding="utf-8")


def never_cloned(shop: Workshop) -> None:
    """In the inventory, not on this disk."""
    shop.publish()


def wrong_remote(shop: Workshop) -> None:
    """Cloned from where the repository used to live."""
    shop.publish()
    retired = shop.folder / "remotes" / "retired" / f"{shop.slug}.git"
    retired.parent.mkdir(parents=True)
    shutil.copytree(shop.remote, retired)
    shop.check_out(source=str(retired))


def with_submodule(shop: Workshop) -> None:
    """Level, with another repository inside that belongs to it."""
    level(shop)
    inner = replace(shop, slug="ops/shared-pipelines", summary="Pipelines that every service uses.")
    inner.publish()
    # A relative URL, as the commit must not depend on the folder.
    shop.git("submodule", "--quiet", "add", f"../{inner.remote.name}", "pipelines")
    shop.git("commit", "--quiet", "--message", "Use the shared pipelines")
    git(shop.clone, "push", "--quiet", at=shop.now)
