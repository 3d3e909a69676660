-- From when until when a finding was open without a gap, whatever its words and its severity were meanwhile,
-- and only while its repository was below the roots.
with clipped as (
    select
        versions.slug,
        versions.gate,
        versions.fingerprint,
        versions.severity,
        versions.path,
        versions.message,
        greatest(versions.since_audit, memberships.since_audit) as since_audit,
        least(versions.until_audit, memberships.until_audit) as until_audit
    from {{ ref('stg_finding_versions') }} as versions
    inner join {{ ref('stg_memberships') }} as memberships
        on versions.slug = memberships.slug
        and versions.since_audit < coalesce(memberships.until_audit, 9223372036854775807)
        and memberships.since_audit < coalesce(versions.until_audit, 9223372036854775807)
),

-- Audits of other folders, and those that were not completed, are not told: what they saw is told by the next.
told as (
    select
        clipped.* exclude (since_audit, until_audit),
        opening.audit as since_audit,
        closing.audit as until_audit
    from clipped
    asof join {{ ref('stg_audits') }} as opening on clipped.since_audit <= opening.audit
    asof left join {{ ref('stg_audits') }} as closing on clipped.until_audit <= closing.audit
    where closing.audit is null or opening.audit < closing.audit
),

marked as (
    select
        *,
        coalesce(since_audit > lag(until_audit) over life, true) as is_begin,
        lag(until_audit) over life is not null as was_open_before
    from told
    window life as (partition by slug, gate, fingerprint order by since_audit)
),

numbered as (
    select
        *,
        sum(cast(is_begin as integer)) over (
            partition by slug, gate, fingerprint order by since_audit rows unbounded preceding
        ) as life
    from marked
)

select
    slug,
    gate,
    fingerprint,
    cast(life as bigint) as life,
    arg_max(severity, since_audit) as severity,
    arg_max(path, since_audit) as path,
    arg_max(message, since_audit) as message,
    min(since_audit) as since_audit,
    case when bool_and(until_audit is not null) then max(until_audit) end as until_audit,
    bool_or(is_begin and was_open_before) as is_reopened
from numbered
group by slug, gate, fingerprint, life
