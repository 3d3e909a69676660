with read as (
    select
        scans.slug,
        unnest(json_extract(readings.rows, '$.publication[*]')) as entry
    from {{ source('store', 'dependency_scans') }} as scans
    inner join {{ source('store', 'readings') }} as readings on scans.said = readings.reading
    where scans.slug in (select slug from {{ ref('stg_memberships') }} where until_audit is null)
)

select
    slug,
    json_extract_string(entry, '$[0]') as kind,
    json_extract_string(entry, '$[1]') as ecosystem,
    json_extract_string(entry, '$[2]') as name,
    json_extract_string(entry, '$[3]') as path,
    json_extract_string(entry, '$[5]') as version
from read
