-- Findings are counted by their steps up and down, not audit by audit: a year of them is read once.
with members as (
    select audits.audit, count(memberships.slug) as repositories
    from {{ ref('stg_audits') }} as audits
    left join {{ ref('stg_memberships') }} as memberships
        on audits.audit >= memberships.since_audit
        and (memberships.until_audit is null or audits.audit < memberships.until_audit)
    group by audits.audit
),

steps as (
    select
        audits.audit,
        sum(steps.step) filter (where steps.severity = 'critical') as critical,
        sum(steps.step) filter (where steps.severity = 'high') as high,
        sum(steps.step) filter (where steps.severity = 'medium') as medium,
        sum(steps.step) filter (where steps.severity = 'low') as low,
        sum(steps.step) filter (where steps.severity = 'info') as info,
        sum(steps.step) as open_findings
    from {{ ref('stg_audits') }} as audits
    left join {{ ref('stg_finding_steps') }} as steps on audits.audit = steps.audit
    group by audits.audit
),

findings as (
    select
        audit,
        cast(coalesce(sum(critical) over upto, 0) as bigint) as critical,
        cast(coalesce(sum(high) over upto, 0) as bigint) as high,
        cast(coalesce(sum(medium) over upto, 0) as bigint) as medium,
        cast(coalesce(sum(low) over upto, 0) as bigint) as low,
        cast(coalesce(sum(info) over upto, 0) as bigint) as info,
        cast(coalesce(sum(open_findings) over upto, 0) as bigint) as open_findings
    from steps
    window upto as (order by audit rows unbounded preceding)
),

changes as (
    select audit, count(*) as changes
    from {{ ref('stg_changes') }}
    group by audit
)

select
    audits.audit,
    audits.finished_at,
    members.repositories,
    findings.critical,
    findings.high,
    findings.medium,
    findings.low,
    findings.info,
    findings.open_findings,
    scores.score,
    scores.coverage,
    coalesce(changes.changes, 0) as changes
from {{ ref('stg_audits') }} as audits
inner join members on audits.audit = members.audit
inner join findings on audits.audit = findings.audit
left join {{ ref('stg_fleet_scores') }} as scores on audits.audit = scores.audit
left join changes on audits.audit = changes.audit
order by audits.audit
