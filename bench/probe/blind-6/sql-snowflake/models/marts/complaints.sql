{{ config(materialized='incremental') }}

select
    id,
    snowflake.cortex.ai_complete('claude-4-sonnet', concat('Classify this complaint: ', body)) as topic,
    created_at
from {{ ref('stg_complaints') }}
{% if is_incremental() %} where created_at > (select max(created_at) from {{ this }}) {% endif %}
