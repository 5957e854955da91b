INSERT INTO goods (id, name, hs) VALUES (1, 'Palm oil, crude', '151110'), (2, 'Palm hearts', '200891');
