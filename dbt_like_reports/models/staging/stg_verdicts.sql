with current_audit as (
    select audit, previous
    from {{ ref('stg_audits') }}
    where is_current
),

waived_before as (
    select versions.slug, versions.gate, versions.why
    from {{ ref('stg_verdict_versions') }} as versions
    cross join current_audit
    where versions.since_audit <= current_audit.previous
        and (versions.until_audit is null or versions.until_audit > current_audit.previous)
        and versions.outcome in ('exempt', 'fail')
        and versions.why is not null
)

select
    versions.slug,
    versions.gate,
    versions.outcome,
    coalesce(
        versions.outcome in ('exempt', 'fail')
        and versions.why is not null
        and current_audit.previous is not null
        and versions.why is distinct from waived_before.why,
        false
    ) as is_newly_waived
from {{ ref('stg_verdict_versions') }} as versions
cross join current_audit
left join waived_before on versions.slug = waived_before.slug and versions.gate = waived_before.gate
where versions.until_audit is null
    and versions.slug in (select slug from {{ ref('stg_memberships') }} where until_audit is null)
