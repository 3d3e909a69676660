"""From the store to the comparison of two audits, worked out from what each of them knew."""

from gitops_assets.core.causes import Causes
from gitops_assets.core.changes import change_order
from gitops_assets.core.comparison import Comparison, Point
from gitops_assets.core.compliance.movement import fleet_movement
from gitops_assets.core.compliance.section import weight_of
from gitops_assets.core.gates import GATES
from gitops_assets.core.snapshot import Snapshot
from resources.reporting import compared, sheets_of, snapshot_of
from resources.store.store import Store


def comparison_of(store: Store, audit: int, since: int) -> Comparison:
    """What differs between two audits of the same roots, whatever lies or is missing between them."""
    before, after = snapshot_of(store, since), snapshot_of(store, audit)
    then, now = sheets_of(store, before, after)
    moved = fleet_movement(
        (then, _weights(before)), (now, _weights(after)), Causes(before, after, GATES).of_answer
    )
    changes = sorted(compared(store, since, after), key=change_order)
    return Comparison(_point(store, before), _point(store, after), tuple(changes), moved)


def _weights(known: Snapshot) -> dict[str, float]:
    return {slug: weight_of(state) for slug, state in known.states.items()}


def _point(store: Store, known: Snapshot) -> Point:
    row = store.audit(known.audit)
    return Point(row.id, row.finished or row.started, len(known.findings))
