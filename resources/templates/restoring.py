"""Bringing a backup back into the repository it is of, as an application that can be undone too."""

from dataclasses import replace

from gitops_assets.core.templates.acts import Backup
from gitops_assets.core.templates.model import Action, FilePlan, Overlay, Plan, Template, Version
from resources.home import Home
from resources.store.store import Store
from resources.templates import backups
from resources.templates.applying import Applied, How, apply
from resources.templates.checkout import working


def restored(store: Store, home: Home, backup: Backup, *, who: str) -> Applied:
    """Write the files of a backup where they were; what lies there now is backed up first.

    What was added since stays: that takes a rollback.
    """
    files = backups.read(backup)
    there = working(backup.location, files)
    plans = [
        FilePlan(
            path=path,
            action=Action.MODIFY if path in there.files else Action.CREATE,
            before=there.files.get(path),
            after=content,
        )
        for path, content in files.items()
        if there.files.get(path) != content
    ]
    version = Version(tag=None, oid=backup.digest)
    plan = Plan(
        slug=backup.slug,
        template=Template(name=backup.id, source=backup.place, overlay=Overlay(), versions=(version,)),
        version=version,
        answers={},
        tree="",
        files=tuple(plans),
        problems=tuple(f"{path} is {why} now; move it away" for path, why in there.blocked.items()),
    )
    how = How(in_place=True, dirty=True, who=who)
    return apply(store, home, plan, backup.location, replace(how, batch=backup.id))
