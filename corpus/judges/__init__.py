"""Every judge in reading order: tools of the ecosystems first, independent counts last."""

from corpus.judges import (
    cargo_toml,
    compose,
    counts,
    dev_containers,
    dockerfiles,
    go_mod,
    interfaces,
    maven_pom,
    npm_lock,
    npm_manifest,
    pip_requirements,
    pipfiles,
    poetry_projects,
    pre_commit,
    pre_commit_hooks,
    protocol_buffers,
    python_metadata,
    python_scripts,
    submodules,
    terraform_files,
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
        python_scripts.JUDGE,
        pipfiles.PIPFILE,
        pipfiles.LOCK,
        uv_lock.JUDGE,
        cargo_toml.JUDGE,
        go_mod.JUDGE,
        maven_pom.JUDGE,
        dockerfiles.JUDGE,
        compose.JUDGE,
        dev_containers.JUDGE,
        workflows.JUDGE,
        pre_commit.JUDGE,
        pre_commit_hooks.JUDGE,
        submodules.JUDGE,
        terraform_files.JUDGE,
        protocol_buffers.JUDGE,
        interfaces.OPENAPI,
        interfaces.ASYNCAPI,
        *counts.COUNTS,
    )
)
