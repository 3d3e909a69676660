"""What was done with templates, kept alike in both databases."""

from dataclasses import replace

from gitops_assets.core.templates.acts import Application, Backup, Mode, Step
from gitops_assets.core.templates.model import ApplyState
from resources.store.store import Store

ONE = Application(
    id="app_1",
    batch="batch_1",
    slug="team/api",
    # A path may hold bytes that are no text.
    location="/fleet/caf\udce9",
    template="standard",
    source="shipped",
    tag="1.0.0",
    oid="a" * 40,
    mode=Mode.BRANCH,
    state=ApplyState.QUEUED,
    who="Ada",
    started=1_700_000_000,
    answers={"owner": "us", "ports": [80, 443]},
)
STEPS = [
    Step(seq=0, step="folder", path="new", before=None, after="folder"),
    Step(seq=1, step="file", path="README", before="file aa 644", after="file bb"),
]
BACKUP = Backup(
    id="backup_1",
    slug="team/api",
    location=ONE.location,
    application="app_1",
    kind="archive",
    place="/home/caf\udce9/app_1.tar",
    digest="d" * 64,
    files=1,
    bytes=5,
    created=1_700_000_001,
)


def test_an_application_comes_back_as_it_was_saved_last(store: Store) -> None:
    store.templates.save(ONE)
    assert store.templates.find("app_1") == ONE
    ended = replace(
        ONE, state=ApplyState.APPLIED, branch="b", before="c" * 40, finished=1_700_000_009, why="x"
    )
    store.templates.save(ended)
    assert store.templates.find("app_1") == ended
    assert store.templates.find("app_2") is None


def test_the_journal_and_the_backup_begin_with_the_application(store: Store) -> None:
    begun = replace(ONE, state=ApplyState.APPLYING, backup=BACKUP.id)
    store.templates.begin(begun, STEPS, BACKUP)
    assert store.templates.unfinished() == [begun]
    assert store.templates.steps("app_1") == STEPS
    assert store.templates.backup("backup_1") == BACKUP
    store.templates.finish_steps("app_1")
    assert store.templates.steps("app_1") == [replace(step, done=True) for step in STEPS]
    store.templates.save(replace(begun, state=ApplyState.APPLIED))
    assert not store.templates.unfinished()


def test_the_history_is_told_newest_first_of_whom_it_is_asked(store: Store) -> None:
    later = replace(ONE, id="app_2", started=ONE.started + 1, template="other")
    other = replace(ONE, id="app_3", slug="web", batch="batch_2")
    for each in (ONE, later, other):
        store.templates.save(each)
    ids = [each.id for each in store.templates.history()]
    assert ids == ["app_2", "app_3", "app_1"]
    assert store.templates.history(slug="web") == [other]
    assert store.templates.history(template="other", limit=1) == [later]
    assert store.templates.of_batch("batch_1") == [ONE, later]


def test_a_backup_is_marked_pruned_and_forgotten(store: Store) -> None:
    store.templates.begin(ONE, (), BACKUP)
    marked = store.templates.mark_backup(BACKUP, verified=7)
    assert store.templates.backups() == [marked]
    store.templates.mark_backup(marked, pruned=8)
    assert not store.templates.backups()
    assert store.templates.backups(pruned=True) == [replace(marked, pruned=8)]
    store.templates.forget_backup("backup_1")
    assert store.templates.backup("backup_1") is None
