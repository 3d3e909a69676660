select
    slug,
    audit as since_audit,
    ended as until_audit
from {{ source('store', 'repositories') }}
