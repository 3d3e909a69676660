with members as (
    select audits.audit, memberships.slug
    from {{ ref('stg_audits') }} as audits
    inner join {{ ref('stg_memberships') }} as memberships
        on audits.audit >= memberships.since_audit
        and (memberships.until_audit is null or audits.audit < memberships.until_audit)
),

sizes as (
    select audit, count(*) as repositories
    from members
    group by audit
),

findings as (
    select
        members.audit,
        count(*) filter (where versions.severity = 'critical') as critical,
        count(*) filter (where versions.severity = 'high') as high,
        count(*) filter (where versions.severity = 'medium') as medium,
        count(*) filter (where versions.severity = 'low') as low,
        count(*) filter (where versions.severity = 'info') as info,
        count(*) as open_findings
    from members
    inner join {{ ref('stg_finding_versions') }} as versions
        on members.slug = versions.slug
        and members.audit >= versions.since_audit
        and (versions.until_audit is null or members.audit < versions.until_audit)
    group by members.audit
),

changes as (
    select audit, count(*) as changes
    from {{ ref('stg_changes') }}
    group by audit
)

select
    audits.audit,
    audits.finished_at,
    coalesce(sizes.repositories, 0) as repositories,
    coalesce(findings.critical, 0) as critical,
    coalesce(findings.high, 0) as high,
    coalesce(findings.medium, 0) as medium,
    coalesce(findings.low, 0) as low,
    coalesce(findings.info, 0) as info,
    coalesce(findings.open_findings, 0) as open_findings,
    coalesce(changes.changes, 0) as changes
from {{ ref('stg_audits') }} as audits
left join sizes on audits.audit = sizes.audit
left join findings on audits.audit = findings.audit
left join changes on audits.audit = changes.audit
order by audits.audit
