"""What an exporter is: a name, a file, and a pure function from the report to bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from gitops_assets.core.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One file format.

    ``render`` is deterministic: the same report gives the same bytes, on any machine and at any time. It
    never fails for what a repository is called or contains.
    """

    id: str
    title: str
    file_name: str
    media_type: str
    render: Callable[[Report], bytes]
