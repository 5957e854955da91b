CREATE OR REPLACE MODEL `acme.ml.gem`
REMOTE WITH CONNECTION `us.vertex`
OPTIONS (ENDPOINT = 'gemini-2.0-flash-001');
SELECT ml_generate_text_llm_result FROM ML.GENERATE_TEXT(MODEL `acme.ml.gem`, TABLE acme.ml.prompts, STRUCT(TRUE AS flatten_json_output));
