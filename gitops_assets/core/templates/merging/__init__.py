"""How a template's file meets the one that is there, one kind a module, in reading order."""

from gitops_assets.core.registry import Registry
from gitops_assets.core.templates.merging import (
    block,
    json_keys,
    lines,
    once,
    text,
    toml_keys,
    whole,
    yaml_keys,
)
from gitops_assets.core.templates.merging.model import Merge

MERGES: Registry[Merge] = Registry(
    (
        text.MERGE,
        json_keys.MERGE,
        yaml_keys.MERGE,
        toml_keys.MERGE,
        lines.MERGE,
        block.MERGE,
        once.MERGE,
        whole.MERGE,
    )
)
