select
    audit,
    lag(audit) over (order by audit) as previous,
    audit = max(audit) over () as is_current,
    make_timestamp(started * 1000000) as started_at,
    make_timestamp(finished * 1000000) as finished_at
from {{ source('store', 'audits') }}
