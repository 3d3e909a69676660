"""Every extractor, in reading order: packages by language, then containers, pipelines, infrastructure."""

from gitops_assets.core.dependencies.extractors import (
    git_submodules,
    npm_lock,
    npm_manifest,
    pip_requirements,
    pipfile,
    pipfile_lock,
    pnpm_lock,
    pnpm_workspace,
    poetry_lock,
    pylock,
    pyproject,
    python_scripts,
    setup_cfg,
    setup_py,
    uv_lock,
    yarn_lock,
)
from gitops_assets.core.dependencies.model import Extractor
from gitops_assets.core.registry import Registry

EXTRACTORS: Registry[Extractor] = Registry(
    (
        npm_manifest.EXTRACTOR,
        npm_lock.EXTRACTOR,
        yarn_lock.EXTRACTOR,
        pnpm_workspace.EXTRACTOR,
        pnpm_lock.EXTRACTOR,
        pyproject.EXTRACTOR,
        python_scripts.EXTRACTOR,
        pip_requirements.EXTRACTOR,
        setup_cfg.EXTRACTOR,
        setup_py.EXTRACTOR,
        pipfile.EXTRACTOR,
        pipfile_lock.EXTRACTOR,
        poetry_lock.EXTRACTOR,
        uv_lock.EXTRACTOR,
        pylock.EXTRACTOR,
        git_submodules.EXTRACTOR,
    )
)
