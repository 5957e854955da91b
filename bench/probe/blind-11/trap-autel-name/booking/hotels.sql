INSERT INTO hotels (id, name, city) VALUES (1, 'Autel Particulier', 'Lyon'), (2, 'Mistral', 'Nice');
