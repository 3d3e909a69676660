"""Every asset, in the order in which an audit makes them."""

from gitops_assets.assets.dependencies import dependencies
from gitops_assets.assets.dependency_graph import DEPENDENCY_CHECKS, DEPENDENCY_GRAPH
from gitops_assets.assets.fleet_report import completed_audit, fleet_is_not_red
from gitops_assets.assets.gate_results import compliance_score, every_gate_passes, gate_results
from gitops_assets.assets.inventory import inventory
from gitops_assets.assets.report_files import REPORT_FILES
from gitops_assets.assets.report_models import report_models
from gitops_assets.assets.repository_state import repository_state
from gitops_assets.assets.templates import CATALOG_CHECKS, template_catalog, template_drift, template_plan

ASSETS = [
    inventory,
    repository_state,
    dependencies,
    *DEPENDENCY_GRAPH,
    template_catalog,
    template_drift,
    template_plan,
    gate_results,
    compliance_score,
    completed_audit,
    report_models,
    *REPORT_FILES,
]
CHECKS = [*DEPENDENCY_CHECKS, *CATALOG_CHECKS, every_gate_passes, fleet_is_not_red]
