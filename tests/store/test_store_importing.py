from exporters import json_report
from gitops_assets.core.importing.document import imported
from gitops_assets.core.importing.parsing import parsed
from resources.reporting import report_of
from resources.store.importing import Brought, Done, Mode, import_audit
from resources.store.store import Store
from tests.exporters.golden_fleet import report
from tests.store.audited import begin


def test_an_imported_audit_keeps_its_number_and_the_next_one_counts_on(store: Store) -> None:
    told = imported(parsed(json_report.render(report())))
    assert import_audit(store.database, told, Mode.SKIP) == Brought(14, Done.NEW, 12, 7)
    assert len(report_of(store, 14).findings) == len(report().findings)
    assert begin(store) == 15
