"""What can be wrong with a template, told in three beats: what failed, where, what to do."""

from gitops_assets.core.text import display


class TemplateError(Exception):
    """A template, or one version of it, cannot be used; the message is complete."""


class TemplateUnknown(TemplateError, LookupError):  # noqa: N818 - reads as the sentence it is
    """No template has this name."""


class VersionUnknown(TemplateError, LookupError):  # noqa: N818 - reads as the sentence it is
    """The template has no such version, or not any more."""


class SourceUnreadable(TemplateError):  # noqa: N818 - reads as the sentence it is
    """Where the template comes from cannot be read."""


class RenderError(TemplateError):
    """The template does not render with these answers."""


def fault(error: Exception) -> str:
    """What is told of a failure that nobody foresaw: it belongs to one repository, and to us."""
    return f"a fault of gitops-assets ({type(error).__name__}: {display(str(error))}); please report it."
