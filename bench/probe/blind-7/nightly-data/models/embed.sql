select id, snowflake.cortex.embed_text_1024('{{ var("embedder") }}', body) as v from {{ ref('tickets') }}
