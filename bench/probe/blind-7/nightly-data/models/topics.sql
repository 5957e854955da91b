select id, ai_classify(body, ['bill', 'fault']) as topic, ai_complete('claude-3-7-sonnet', body) as note from {{ ref('tickets') }}
