INSERT INTO phone_maker (name) VALUES ('Apple'), ('Huawei'), ('Xiaomi'), ('ZTE'), ('Samsung');
