import mistralai
