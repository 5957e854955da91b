select ai_complete('claude-3-5-sonnet', prompt) from {{ ref('x') }}
