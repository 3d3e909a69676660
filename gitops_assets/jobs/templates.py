"""Jobs that act: apply a template, undo that, bring all to it that fall short. Each is dry until approved."""

from collections.abc import Sequence

import dagster as dg
from pydantic import Field

from gitops_assets.assets.partitions import REPOSITORIES
from gitops_assets.core.templates.model import ApplyState, Plan
from resources.auditing import Auditing, OfEachRun, Session
from resources.templates.applying import How, apply, rollback
from resources.templates.enforcing import Act, Deed, Wish, carried_out

_DRY = Field(default=True, description="Plan only, and write nothing.")
_APPROVED = Field(default=False, description="Somebody looked at the plan; nothing is written without.")
_WHO = Field(default="gitops-assets", description="Who did it, for the history and the events.")
_MEANT = Field(
    default=["*"], description="Patterns over slugs; a run of one partition is about that repository alone."
)


class ApplyConfig(dg.Config):
    """What the job apply_template asks."""

    template: str = Field(description="The template's name, as the catalogue has it.")
    repositories: list[str] = _MEANT
    dry_run: bool = _DRY
    approved: bool = _APPROVED
    who: str = _WHO


class EnforceConfig(dg.Config):
    """What the job enforce_compliance asks."""

    below: float = Field(default=90.0, description="Repositories with a lower score against it are meant.")
    repositories: list[str] = _MEANT
    dry_run: bool = _DRY
    approved: bool = _APPROVED
    who: str = _WHO


class RollbackConfig(dg.Config):
    """What the job rollback_template asks."""

    application: str = Field(description="The application to undo, as the history names it.")
    approved: bool = _APPROVED


@dg.op
def apply_to_repositories(
    context: dg.OpExecutionContext, config: ApplyConfig, auditing: dg.ResourceParam[Auditing]
) -> None:
    """Apply one template to all that are meant, on a branch each."""
    session = auditing.session(context.run)
    wish = Wish(
        template=config.template,
        repositories=_meant(context, config.repositories),
        dry_run=config.dry_run,
        approved=config.approved,
    )
    _carry_out(context, session, wish, _acting(session, config.who, context.run_id))


@dg.op
def bring_to_compliance(
    context: dg.OpExecutionContext, config: EnforceConfig, auditing: dg.ResourceParam[Auditing]
) -> None:
    """Apply every template that is to be enforced where a repository falls short of it."""
    session = auditing.session(context.run)
    wish = Wish(
        below=config.below,
        repositories=_meant(context, config.repositories),
        dry_run=config.dry_run,
        approved=config.approved,
    )
    _carry_out(context, session, wish, _acting(session, config.who, context.run_id))


@dg.op
def undo_application(
    context: dg.OpExecutionContext, config: RollbackConfig, auditing: dg.ResourceParam[Auditing]
) -> None:
    """Undo one application, where that is approved."""
    session = auditing.session(context.run)
    known = session.store.templates.find(config.application)
    if known is None:
        raise dg.Failure(f"there is no application {config.application!r}.", allow_retries=False)
    if not config.approved:
        context.log.info("%s: would undo %s (%s)", known.slug, known.template, config.application)
        return
    ended = rollback(session.store, session.home, config.application)
    deed = Deed(slug=known.slug, template=known.template, result=ended.state.value, application=known.id)
    _tell(context, deed)


def _meant(context: dg.OpExecutionContext, patterns: Sequence[str]) -> tuple[str, ...]:
    return (context.partition_key,) if context.has_partition_key else tuple(patterns)


def _acting(session: Session, who: str, batch: str) -> Act:
    """Carries plans out on branches."""

    def act(plan: Plan, place: bytes) -> tuple[ApplyState, str, str]:
        how = How(who=who, batch=batch)
        ended = apply(session.store, session.home, plan, place, how).application
        return ended.state, ended.id, ended.why

    return act


def _carry_out(context: dg.OpExecutionContext, session: Session, wish: Wish, act: Act) -> None:
    """Tell of each repository at once; a run in which one failed fails at its end."""
    deeds = list[Deed]()
    for deed in carried_out(session, wish, act):
        _tell(context, deed)
        deeds.append(deed)
    failed = [deed.slug for deed in deeds if deed.result == ApplyState.FAILED]
    if failed:
        named = ", ".join(failed[:5])
        raise dg.Failure(
            f"{len(failed)} of {len(deeds)} failed: {named}; each says why.", allow_retries=False
        )


def _tell(context: dg.OpExecutionContext, deed: Deed) -> None:
    """An event of the repository's partition, and a line of the log."""
    told: dict[str, str | int] = {
        "template": deed.template,
        "result": deed.result,
        "files to change": deed.changes,
        "conflicts": deed.conflicts,
        "application": deed.application or "none",
        "why": deed.why or "nothing went wrong",
    }
    context.log.info("%s: %s %s %s", deed.slug, deed.template, deed.result, deed.why)
    context.log_event(dg.AssetObservation("template_plan", partition=deed.slug, metadata=told))


@dg.job(
    partitions_def=REPOSITORIES,
    resource_defs={"auditing": OfEachRun()},
    description="Apply a template to repositories, on a branch in each. It plans only, unless it is approved "
    "and no dry run. Launch it once with patterns, or as a backfill over partitions.",
)
def apply_template() -> None:
    """Plan, and apply what was approved."""
    apply_to_repositories()


@dg.job(
    partitions_def=REPOSITORIES,
    resource_defs={"auditing": OfEachRun()},
    description="Apply each template with `enforce: true` where a repository falls short of it, on a branch. "
    "It plans only, unless it is approved and no dry run.",
)
def enforce_compliance() -> None:
    """Plan for all that fall short, and apply what was approved."""
    bring_to_compliance()


@dg.job(
    resource_defs={"auditing": OfEachRun()},
    description="Undo one application of a template: contents and modes come back, what was added goes.",
)
def rollback_template() -> None:
    """Undo it, if that was approved."""
    undo_application()


TEMPLATE_JOBS = [apply_template, rollback_template, enforce_compliance]
