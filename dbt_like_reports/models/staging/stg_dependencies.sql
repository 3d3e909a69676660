-- A reading is one JSON object: by type of row, the values of each row in the order of its fields.
with read as (
    select
        scans.slug,
        unnest(json_extract(readings.rows, '$.dependency[*]')) as entry
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
    cast(json_extract_string(entry, '$[4]') as bigint) as line,
    json_extract_string(entry, '$[5]') as scope,
    json_extract_string(entry, '$[6]') as demanded,
    json_extract_string(entry, '$[7]') as resolved,
    json_extract_string(entry, '$[8]') as confidence,
    json_extract_string(entry, '$[10]') is not null as is_local
from read
