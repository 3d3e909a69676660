select
    slug,
    gate,
    outcome
from {{ source('store', 'verdicts') }}
where slug in (select slug from {{ ref('stg_memberships') }} where until_audit is null)
