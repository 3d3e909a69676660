-- An asker's answers are one JSON object: by gate, what it said and why.
with asked as (
    select
        slug,
        audit as since_audit,
        ended as until_audit,
        unnest(json_keys(answers)) as gate,
        answers
    from {{ source('store', 'verdicts') }}
),

answers as (
    select
        slug,
        gate,
        since_audit,
        until_audit,
        json_extract(answers, '$."' || replace(replace(gate, '\', '\\'), '"', '\"') || '"') as answer
    from asked
)

select
    slug,
    gate,
    json_extract_string(answer, '$[0]') as outcome,
    json_extract_string(answer, '$[1]') as why,
    since_audit,
    until_audit
from answers
