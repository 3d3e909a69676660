-- A commit may claim any date; one that no calendar has is not known.
select
    slug,
    owner,
    criticality,
    states,
    case
        when committed between -62135596800 and 253402300799 then make_timestamp(committed * 1000000)
    end as committed_at,
    case
        when fetched between -62135596800 and 253402300799 then make_timestamp(fetched * 1000000)
    end as fetched_at
from {{ source('store', 'repository_states') }}
where slug in (select slug from {{ ref('stg_memberships') }} where until_audit is null)
