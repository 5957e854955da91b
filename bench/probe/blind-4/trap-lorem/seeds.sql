INSERT INTO products (name, brand) VALUES ('P30 Lite', 'Huawei'), ('Mavic Air', 'DJI'), ('Galaxy S21', 'Samsung');
