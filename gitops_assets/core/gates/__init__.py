"""The built-in gates, loaded when somebody asks for them: most commands only need the words of a gate."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gitops_assets.core.gates.listed import GATES as GATES
    from gitops_assets.core.gates.model import Gate
    from gitops_assets.core.registry import Registry


def __getattr__(name: str) -> "Registry[Gate]":
    if name != "GATES":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    listed: Registry[Gate] = import_module("gitops_assets.core.gates.listed").GATES
    return listed
