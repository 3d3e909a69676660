"""Workflows run the actions that were reviewed, not what a tag points at today.

A tag or branch can be moved after review, a commit cannot; in March 2025 the tags of one action were moved
to steal the secrets of 23,000 repositories. Local actions travel with the commit. Owners named in the
setting `trusted` may use tags.

Source: [zizmor, unpinned-uses](https://docs.zizmor.sh/audits/#unpinned-uses).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.parsers.git_address import is_hash
from gitops_assets.core.gates.ci.pipelines import Pipeline, pipelines
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import command, shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every `uses` of a workflow or an action whose ref is no full commit hash."""
    trusted = {owner.lower() for owner in facts.words("trusted")}
    for pipeline in pipelines(facts):
        for written, line in _used(pipeline):
            name, _, ref = written.partition("@")
            own = name.startswith((".", "$", "docker://")) or "/" not in name
            if own or is_hash(ref) or name.partition("/")[0].lower() in trusted:
                continue
            if not pipeline.ignores(line, "unpinned-uses"):
                yield Finding(
                    message=f"What {shown(written)} names can be moved by its owner.",
                    path=pipeline.path,
                    line=line,
                    subject=f"{pipeline.path}:{name}",
                    remedy=f"Pin the commit: {_command(name, ref)}",
                )


def _used(pipeline: Pipeline) -> Iterator[tuple[str, int]]:
    for name in pipeline.jobs:
        written = pipeline.file.text("jobs", name, "uses")
        if written:
            yield written.strip(), pipeline.file.line("jobs", name, "uses")
    yield from ((step.uses, step.line("uses")) for step in pipeline.steps() if step.uses)


def _command(name: str, ref: str) -> str:
    """What tells the commit of a tag; the repository is the first two parts of a name."""
    repository = "/".join(name.split("/")[:2])
    return command("git", "ls-remote", f"https://github.com/{repository}", ref or "HEAD")


GATE = Gate(
    id="actions-pinned",
    title="Workflows run the actions that were reviewed, not what a tag points at today",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Write the full commit behind the @ and the tag as a comment; an update tool keeps both current.",
    find=find,
    category=Category.CI,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    settings={"trusted": ()},
    by_file=True,
)
