-- The mean of the scores by weight, as reports tell it: of the repositories and their weights of now.
with weighed as (
    select
        slug,
        case criticality when 'critical' then 4.0 when 'high' then 3.0 when 'low' then 1.0 else 2.0 end as weight
    from {{ ref('stg_repositories') }}
)

select
    audits.audit,
    sum(scores.score * weighed.weight) / sum(weighed.weight) filter (where scores.score is not null) as score,
    coalesce(sum(scores.coverage * weighed.weight) filter (where scores.score is not null), 0)
    / sum(weighed.weight) as coverage
from {{ ref('stg_audits') }} as audits
inner join {{ ref('stg_scores') }} as scores
    on audits.audit >= scores.since_audit
    and (scores.until_audit is null or audits.audit < scores.until_audit)
inner join weighed on scores.slug = weighed.slug
group by audits.audit
