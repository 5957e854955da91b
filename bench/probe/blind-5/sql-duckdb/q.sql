CREATE SECRET (TYPE OPENAI, API_KEY 'k');
SELECT llm_complete({'model_name': 'gpt-4o'}, {'prompt': 'Summarise'}, {'x': body}) FROM t;
