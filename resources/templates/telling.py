"""Telling others what was done with a template: the one place where it enters the outbox."""

import time
from collections import Counter
from collections.abc import Iterable

from gitops_assets.core.events.templates import Acted, acted
from gitops_assets.core.templates.acts import Application
from gitops_assets.core.templates.model import ApplyState, FilePlan
from resources.store.store import Store


def tell(store: Store, application: Application, files: Iterable[FilePlan], seconds: float) -> None:
    """Put the event into the outbox; what changed nothing is not told."""
    if application.state is ApplyState.UNCHANGED:
        return
    act = Acted(
        application=application.id,
        slug=application.slug,
        template=application.template,
        version=application.tag or application.oid[:12],
        result=application.state,
        who=application.who,
        at=application.finished or int(time.time()),
        seconds=seconds,
        why=application.why or None,
        batch=application.batch or None,
        branch=application.branch,
        commit=application.commit,
        files=Counter(each.action for each in files),
    )
    store.outbox.add([acted(act)])
