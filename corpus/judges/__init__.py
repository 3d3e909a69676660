"""Every judge in reading order: tools of the ecosystems first, independent counts last."""

from corpus.judges import (
    cargo_toml,
    compose,
    counts,
    dockerfiles,
    go_mod,
    maven_pom,
    npm_lock,
    npm_manifest,
    pip_requirements,
    poetry_projects,
    pre_commit,
    python_metadata,
    submodules,
    uv_lock,
    workflows,
    yarn_lock,
)
from corpus.judging import Judge
from gitops_assets.core.registry import Registry

JUDGES: Registry[Judge] = Registry(
    (
        npm_manifest.JUDGE,
        npm_lock.JUDGE,
        yarn_lock.JUDGE,
        python_metadata.JUDGE,
        poetry_projects.JUDGE,
        pip_requirements.JUDGE,
        uv_lock.JUDGE,
        cargo_toml.JUDGE,
        go_mod.JUDGE,
        maven_pom.JUDGE,
        dockerfiles.JUDGE,
        compose.JUDGE,
        workflows.JUDGE,
        pre_commit.JUDGE,
        submodules.JUDGE,
        *counts.COUNTS,
    )
)
