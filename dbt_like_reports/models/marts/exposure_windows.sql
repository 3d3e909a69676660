with lives as (
    select
        *,
        regexp_extract(
            message, '^''(.*)'' ''(.*)'' has ([^ :,]+)', ['package', 'version', 'vulnerability']
        ) as said
    from {{ ref('stg_finding_lives') }}
    where gate = 'no-known-vulnerabilities'
)

select
    lives.slug,
    nullif(lives.said.vulnerability, '') as vulnerability,
    nullif(lives.said.package, '') as package,
    nullif(lives.said.version, '') as version,
    lives.severity,
    lives.path,
    opening.started_at as opened_at,
    closing.started_at as closed_at,
    lives.until_audit is null as is_open,
    cast(
        floor((epoch(coalesce(closing.started_at, now.started_at)) - epoch(opening.started_at)) / 86400) as bigint
    ) as days,
    lives.is_reopened
from lives
inner join {{ ref('stg_audits') }} as opening on lives.since_audit = opening.audit
left join {{ ref('stg_audits') }} as closing on lives.until_audit = closing.audit
inner join {{ ref('stg_audits') }} as now on now.is_current
order by
    lives.until_audit is not null,
    list_position(['critical', 'high', 'medium', 'low', 'info'], lives.severity),
    opened_at, lives.slug, vulnerability, package, lives.path, lives.fingerprint
