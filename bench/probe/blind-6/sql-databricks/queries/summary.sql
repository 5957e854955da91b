SELECT
  ticket_id,
  ai_query('databricks-meta-llama-3-3-70b-instruct', 'Summarise: ' || body) AS summary
FROM support.tickets
WHERE opened >= current_date() - INTERVAL 1 DAY;
