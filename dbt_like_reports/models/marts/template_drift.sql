select
    cast(null as varchar) as slug,
    cast(null as varchar) as template,
    cast(null as varchar) as path,
    cast(null as varchar) as state,
    cast(null as bigint) as lines_added,
    cast(null as bigint) as lines_removed
where false
