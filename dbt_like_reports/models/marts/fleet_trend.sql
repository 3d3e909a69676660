-- A straight line by least squares through the last audits, and nothing where there are too few of them.
with current_audit as (
    select started_at
    from {{ ref('stg_audits') }}
    where is_current
),

points as (
    unpivot (
        select
            history.audit,
            epoch(history.finished_at) / 86400 as day,
            epoch(current_audit.started_at) / 86400 as today,
            history.score,
            cast(history.open_findings as double) as open_findings,
            cast(history.critical + history.high as double) as urgent_findings
        from {{ ref('fleet_history') }} as history
        cross join current_audit
        where epoch(current_audit.started_at) - epoch(history.finished_at) <= 86400 * {{ var('trend_days') }}
    )
    on score, open_findings, urgent_findings
    into name metric value value
),

lines as (
    select
        metric,
        count(*) as points,
        min(day) as first_day,
        max(day) as last_day,
        max(today) as today,
        arg_max(value, audit) as latest,
        regr_slope(value, day) as slope,
        regr_intercept(value, day) as intercept,
        regr_r2(value, day) as r2
    from points
    group by metric
)

select
    metric,
    points,
    make_timestamp(cast(round(first_day * 86400) as bigint) * 1000000) as first_at,
    make_timestamp(cast(round(last_day * 86400) as bigint) * 1000000) as last_at,
    latest,
    slope as slope_per_day,
    r2,
    case
        when metric = 'score' then least(100.0, greatest(0.0, intercept + slope * (last_day + 30)))
        else greatest(0.0, intercept + slope * (last_day + 30))
    end as in_30_days
from lines
where points >= {{ var('trend_points') }} and last_day - first_day >= {{ var('trend_span_days') }}
order by list_position(['score', 'open_findings', 'urgent_findings'], metric)
