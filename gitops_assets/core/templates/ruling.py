"""Which rule of an overlay a path falls under."""

from gitops_assets.core.fleet.globs import covers, specificity
from gitops_assets.core.templates.model import Overlay, Rule


def rule_of(overlay: Overlay, path: str) -> Rule:
    """The rule whose pattern says most about this path; merging by lines where none does."""
    found = [rule for rule in overlay.rules if covers(rule.path, path)]
    return max(found, key=lambda rule: specificity(rule.path), default=Rule(path=path))
