NAME = "deepseek"
DOMAIN = "acme.example"
