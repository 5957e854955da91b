INSERT INTO companies (id, name, website) VALUES
 (1, 'OpenAI', 'https://openai.com'), (2, 'Anthropic', 'https://anthropic.com'),
 (3, 'Huawei Technologies', 'https://huawei.com'), (4, 'DJI', 'https://dji.com');
