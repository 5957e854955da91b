SELECT ai_query('databricks-meta-llama-3-1-8b-instruct', 'Classify: ' || txt) FROM t
