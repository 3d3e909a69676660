with aged as (
    select
        findings.gate,
        findings.slug,
        cast(floor((epoch(audits.started_at) - epoch(findings.opened_at)) / 86400) as bigint) as age_days
    from {{ ref('stg_findings') }} as findings
    cross join {{ ref('stg_audits') }} as audits
    where audits.is_current and findings.status not in ('fixed', 'waived')
),

buckets as (
    select
        *,
        case
            when age_days < 1 then 'today'
            when age_days < 7 then 'week'
            when age_days < 30 then 'month'
            when age_days < 90 then 'quarter'
            when age_days < 365 then 'year'
            else 'older'
        end as age
    from aged
)

select
    buckets.gate,
    gates.category,
    buckets.age,
    count(*) as open,
    count(distinct buckets.slug) as repositories,
    max(buckets.age_days) as oldest_age_days
from buckets
left join {{ ref('stg_gates') }} as gates on buckets.gate = gates.gate
group by buckets.gate, gates.category, buckets.age
order by
    sum(count(*)) over (partition by buckets.gate) desc,
    buckets.gate,
    list_position(['today', 'week', 'month', 'quarter', 'year', 'older'], buckets.age)
