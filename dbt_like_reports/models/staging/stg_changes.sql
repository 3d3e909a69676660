select
    audit,
    slug,
    kind,
    subject,
    before,
    after,
    cause
from {{ source('store', 'changes') }}
