select
    slug,
    gate,
    outcome,
    newly_waived = 1 as is_newly_waived
from {{ source('store', 'verdicts') }}
where slug in (select slug from {{ ref('stg_memberships') }} where until_audit is null)
