CREATE TABLE devices (id int, vendor text DEFAULT 'Huawei', claude_id int);
