with current_audit as (
    select started_at
    from {{ ref('stg_audits') }}
    where is_current
),

findings as (
    select
        slug,
        count(*) filter (where severity = 'critical') as critical,
        count(*) filter (where severity = 'high') as high,
        count(*) filter (where severity = 'medium') as medium,
        count(*) filter (where severity = 'low') as low,
        count(*) filter (where severity = 'info') as info,
        count(*) as open_findings
    from {{ ref('stg_findings') }}
    where status not in ('fixed', 'waived')
    group by slug
),

unknown as (
    select slug, count(*) as unknown_answers
    from {{ ref('stg_verdicts') }}
    where outcome = 'unknown'
    group by slug
)

select
    repositories.slug,
    repositories.owner,
    repositories.criticality,
    case
        when findings.critical + findings.high > 0 then 'red'
        when findings.medium + findings.low > 0 then 'yellow'
        else 'green'
    end as health,
    repositories.states,
    coalesce(findings.critical, 0) as critical,
    coalesce(findings.high, 0) as high,
    coalesce(findings.medium, 0) as medium,
    coalesce(findings.low, 0) as low,
    coalesce(findings.info, 0) as info,
    coalesce(findings.open_findings, 0) as open_findings,
    coalesce(unknown.unknown_answers, 0) as unknown_answers,
    scores.score,
    scores.level,
    scores.coverage,
    repositories.committed_at,
    cast(floor((epoch(current_audit.started_at) - epoch(repositories.committed_at)) / 86400) as bigint)
        as commit_age_days,
    repositories.fetched_at,
    cast(floor((epoch(current_audit.started_at) - epoch(repositories.fetched_at)) / 86400) as bigint)
        as fetch_age_days
from {{ ref('stg_repositories') }} as repositories
cross join current_audit
left join findings on repositories.slug = findings.slug
left join {{ ref('stg_scores') }} as scores
    on repositories.slug = scores.slug
    and scores.until_audit is null
left join unknown on repositories.slug = unknown.slug
order by
    list_position(['red', 'yellow', 'green'], health),
    critical desc, high desc, medium desc, low desc, info desc, repositories.slug
