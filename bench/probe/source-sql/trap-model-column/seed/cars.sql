CREATE TABLE car (model text, o1 int, o3 int);
INSERT INTO car VALUES ('Gemini', 1, 2), ('Llama GT', 3, 4), ('Grok', 5, 6), ('Mistral V8', 7, 8);
