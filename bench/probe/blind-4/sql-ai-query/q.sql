SELECT ai_query('databricks-meta-llama-3-1-405b-instruct', 'Classify: ' || txt) AS label FROM reviews;
