with files as (
    select
        slug,
        template,
        version,
        latest,
        score,
        unnest(files) as file
    from {{ ref('stg_template_drifts') }}
    where until_audit is null
)

select
    slug,
    template,
    version,
    latest,
    json_extract_string(file, '$.path') as path,
    json_extract_string(file, '$.cell') as cell,
    cast(json_extract_string(file, '$.line') as bigint) as line,
    cast(json_extract_string(file, '$.weight') as double) as weight,
    score
from files
order by slug, template, path
