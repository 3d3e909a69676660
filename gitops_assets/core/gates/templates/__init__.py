"""Gates over the templates that repositories follow, where a fleet assigns any."""

from gitops_assets.core.gates.templates import (
    template_current,
    template_files_present,
    template_files_unedited,
)

TEMPLATES = (template_files_present.GATE, template_current.GATE, template_files_unedited.GATE)
