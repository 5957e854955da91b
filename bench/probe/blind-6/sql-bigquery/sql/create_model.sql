CREATE OR REPLACE MODEL `acme.ml.summariser`
REMOTE WITH CONNECTION `us.vertex_conn`
OPTIONS (ENDPOINT = 'gemini-2.0-flash-001');

SELECT ml_generate_text_llm_result
FROM ML.GENERATE_TEXT(MODEL `acme.ml.summariser`, (SELECT body AS prompt FROM acme.crm.notes), STRUCT(TRUE AS flatten_json_output));
