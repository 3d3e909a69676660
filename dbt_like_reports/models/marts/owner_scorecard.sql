select
    owner,
    count(*) as repositories,
    count(*) filter (where health = 'red') as red,
    count(*) filter (where health = 'yellow') as yellow,
    count(*) filter (where health = 'green') as green,
    cast(sum(critical) as bigint) as critical,
    cast(sum(high) as bigint) as high,
    cast(sum(medium) as bigint) as medium,
    cast(sum(low) as bigint) as low,
    cast(sum(info) as bigint) as info,
    cast(sum(open_findings) as bigint) as open_findings,
    cast(sum(unknown_answers) as bigint) as unknown_answers,
    avg(score) as mean_score,
    min(score) as lowest_score
from {{ ref('repository_scorecard') }}
group by owner
order by critical desc, high desc, medium desc, low desc, owner nulls last
