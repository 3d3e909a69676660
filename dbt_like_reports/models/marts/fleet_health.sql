with colours as (
    select unnest(['red', 'yellow', 'green']) as health
)

select
    colours.health,
    count(scorecard.slug) as repositories,
    cast(coalesce(sum(scorecard.open_findings), 0) as bigint) as open_findings
from colours
left join {{ ref('repository_scorecard') }} as scorecard on colours.health = scorecard.health
group by colours.health
order by list_position(['red', 'yellow', 'green'], colours.health)
