CREATE OR REPLACE MODEL `proj.ds.gem` REMOTE WITH CONNECTION `proj.eu.conn` OPTIONS (ENDPOINT = 'gemini-2.0-flash-001');
SELECT * FROM ML.GENERATE_TEXT(MODEL `proj.ds.gem`, (SELECT prompt FROM ds.p));
