SELECT ai_query("databricks-claude-sonnet-4", request => body) FROM main.legal.contracts;
