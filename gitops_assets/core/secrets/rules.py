"""Every kind of secret that is known; where two find a value at one place, the earlier tells."""

from gitops_assets.core.secrets.assignments import ASSIGNMENTS
from gitops_assets.core.secrets.frames import FRAMES
from gitops_assets.core.secrets.model import Rule
from gitops_assets.core.secrets.service_tokens import SERVICE_TOKENS
from gitops_assets.core.secrets.tokens import TOKENS
from gitops_assets.core.secrets.vendors import VENDORS

RULES: tuple[Rule, ...] = (*TOKENS, *SERVICE_TOKENS, *VENDORS, *FRAMES, *ASSIGNMENTS)
BY_ID = {rule.id: rule for rule in RULES}
