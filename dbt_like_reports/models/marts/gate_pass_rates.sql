-- A row whenever what a gate's answers count to moved, and one as of now: between two rows nothing did.
with clipped as (
    select
        versions.gate,
        versions.outcome,
        greatest(versions.since_audit, memberships.since_audit) as since_audit,
        least(versions.until_audit, memberships.until_audit) as until_audit
    from {{ ref('stg_verdict_versions') }} as versions
    inner join {{ ref('stg_memberships') }} as memberships
        on versions.slug = memberships.slug
        and versions.since_audit < coalesce(memberships.until_audit, 9223372036854775807)
        and memberships.since_audit < coalesce(versions.until_audit, 9223372036854775807)
),

moves as (
    select since_audit as audit, gate, outcome, count(*) as step
    from clipped
    group by since_audit, gate, outcome
    union all
    select until_audit as audit, gate, outcome, -count(*) as step
    from clipped
    where until_audit is not null
    group by until_audit, gate, outcome
    union all
    select audits.audit, gates.gate, 'pass' as outcome, 0 as step
    from {{ ref('stg_audits') }} as audits
    cross join (select distinct gate from clipped where until_audit is null) as gates
    where audits.is_current
),

steps as (
    select
        told.audit,
        told.finished_at,
        told.is_current,
        moves.gate,
        sum(moves.step) filter (where moves.outcome = 'pass') as pass,
        sum(moves.step) filter (where moves.outcome = 'fail') as fail,
        sum(moves.step) filter (where moves.outcome = 'skip') as skip,
        sum(moves.step) filter (where moves.outcome = 'unknown') as unknown,
        sum(moves.step) filter (where moves.outcome = 'exempt') as exempt
    from moves
    asof join {{ ref('stg_audits') }} as told on moves.audit <= told.audit
    group by told.audit, told.finished_at, told.is_current, moves.gate
),

counts as (
    select
        audit,
        finished_at,
        gate,
        is_current
        or coalesce(pass, 0) <> 0 or coalesce(fail, 0) <> 0 or coalesce(skip, 0) <> 0
        or coalesce(unknown, 0) <> 0 or coalesce(exempt, 0) <> 0 as is_moved,
        cast(coalesce(sum(pass) over upto, 0) as bigint) as passes,
        cast(coalesce(sum(fail) over upto, 0) as bigint) as fails,
        cast(coalesce(sum(skip) over upto, 0) as bigint) as skips,
        cast(coalesce(sum(unknown) over upto, 0) as bigint) as unknowns,
        cast(coalesce(sum(exempt) over upto, 0) as bigint) as exempts
    from steps
    window upto as (partition by gate order by audit rows unbounded preceding)
)

select
    audit,
    finished_at,
    gate,
    passes,
    fails,
    skips,
    unknowns,
    exempts,
    case when passes + fails > 0 then passes / (passes + fails) end as pass_rate
from counts
where is_moved
order by audit, gate
