"""Every kind of secret that is known; where two find a value at one place, the earlier tells."""

from gitops_assets.core.secrets.assignments import ASSIGNMENTS
from gitops_assets.core.secrets.model import Rule
from gitops_assets.core.secrets.tokens import TOKENS

RULES: tuple[Rule, ...] = (*TOKENS, *ASSIGNMENTS)
BY_ID = {rule.id: rule for rule in RULES}
