CREATE OR REPLACE TABLE gold.mail AS
SELECT id, ai_query('databricks-meta-llama-3-3-70b-instruct', CONCAT('Classify: ', text)) AS label
FROM silver.mail;
