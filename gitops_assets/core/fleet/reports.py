"""The section of fleet.yaml about report files: which formats an audit writes, and models beside ours."""

from typing import Annotated

from pydantic import Field

from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.words import Text

FormatId = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=40)]


class ReportsSection(Section):
    """Which files an audit writes, and the fleet's own SQL models."""

    formats: tuple[FormatId, ...] | None = None
    """Formats that every audit writes, or all; without it the usual ones."""
    models: tuple[Text, ...] = ()
    """Folders of SQL models of your own, relative to this file, each laid out as a dbt project."""
