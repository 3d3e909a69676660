with counted as (
    select
        kind,
        ecosystem,
        name,
        why,
        identity,
        cast(json_array_length(claims) as bigint) as claims,
        cast(len(list_distinct(json_extract_string(claims, '$[*].slug'))) as bigint) as repositories,
        cast(json_array_length(breaks) as bigint) as breaks
    from {{ ref('stg_conflicts') }}
)

select
    kind,
    ecosystem,
    name,
    why,
    claims,
    repositories,
    breaks
from counted
order by
    list_position(
        ['conflict', 'banned', 'unpinned', 'range', 'resource', 'cycle', 'missing', 'skew'], kind
    ),
    breaks = 0,
    repositories desc,
    ecosystem,
    name,
    identity
