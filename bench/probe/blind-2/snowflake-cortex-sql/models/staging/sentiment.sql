{{ config(materialized='table') }}
select
  id,
  snowflake.cortex.complete('mistral-large2', concat('Classify: ', body)) as label
from {{ ref('tickets') }}
