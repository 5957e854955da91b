LANGS = {"yi": "Yiddish", "ii": "Sichuan Yi"}
yi_large = 12
