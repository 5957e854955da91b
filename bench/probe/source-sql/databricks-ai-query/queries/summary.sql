SELECT id, ai_query('databricks-meta-llama-3-3-70b-instruct', CONCAT('Summarise: ', review)) AS s FROM main.shop.reviews
