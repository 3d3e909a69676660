-- From when until when each repository had how many findings of a severity by audits that are told.
with clipped as (
    select
        versions.slug,
        versions.gate,
        versions.severity,
        greatest(versions.since_audit, memberships.since_audit) as since_audit,
        least(versions.until_audit, memberships.until_audit) as until_audit
    from {{ ref('stg_finding_versions') }} as versions
    inner join {{ ref('stg_memberships') }} as memberships
        on versions.slug = memberships.slug
        and versions.since_audit < coalesce(memberships.until_audit, 9223372036854775807)
        and memberships.since_audit < coalesce(versions.until_audit, 9223372036854775807)
),

moves as (
    select since_audit as audit, severity, 1 as step from clipped
    union all
    select until_audit as audit, severity, -1 as step from clipped where until_audit is not null
)

select
    told.audit,
    moves.severity,
    cast(sum(moves.step) as bigint) as step
from moves
asof join {{ ref('stg_audits') }} as told on moves.audit <= told.audit
group by told.audit, moves.severity
