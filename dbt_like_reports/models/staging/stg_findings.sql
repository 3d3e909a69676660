-- Told of who is in the fleet now, and of who left it since the audit before: their findings are fixed.
with current_audit as (
    select audit, previous
    from {{ ref('stg_audits') }}
    where is_current
),

told as (
    select memberships.slug
    from {{ ref('stg_memberships') }} as memberships
    cross join current_audit
    group by memberships.slug
    having bool_or(
        memberships.until_audit is null
        or (memberships.since_audit <= current_audit.previous and memberships.until_audit > current_audit.previous)
    )
),

lives as (
    select
        versions.slug,
        versions.gate,
        versions.fingerprint,
        arg_max(versions.severity, versions.since_audit) as severity,
        arg_max(versions.opened_at, versions.since_audit) as opened_at,
        bool_or(versions.until_audit is null) as is_open,
        coalesce(bool_or(
            versions.since_audit <= current_audit.previous
            and (versions.until_audit is null or versions.until_audit > current_audit.previous)
        ), false) as was_open,
        coalesce(bool_or(versions.until_audit <= current_audit.previous), false) as was_closed
    from {{ ref('stg_finding_versions') }} as versions
    cross join current_audit
    where versions.slug in (select slug from told)
    group by versions.slug, versions.gate, versions.fingerprint
)

select
    lives.slug,
    lives.gate,
    lives.fingerprint,
    lives.severity,
    lives.opened_at,
    case
        when not is_open and coalesce(verdicts.is_newly_waived, false) then 'waived'
        when not is_open then 'fixed'
        when was_open then 'existing'
        when was_closed then 'reopened'
        else 'new'
    end as status
from lives
left join {{ ref('stg_verdicts') }} as verdicts on lives.slug = verdicts.slug and lives.gate = verdicts.gate
where is_open or was_open
