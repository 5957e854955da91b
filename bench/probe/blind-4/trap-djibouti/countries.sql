INSERT INTO countries (iso3, name) VALUES ('DJI', 'Djibouti'), ('ZWE', 'Zimbabwe');
