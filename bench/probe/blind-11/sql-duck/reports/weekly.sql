INSTALL open_prompt FROM community;
LOAD open_prompt;
SET VARIABLE openprompt_api_url = 'https://api.openai.com/v1/chat/completions';
SET VARIABLE openprompt_model_name = 'gpt-4o-mini';
SELECT open_prompt('Write a one-line summary of ' || title) FROM tickets;
