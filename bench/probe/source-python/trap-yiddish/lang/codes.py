CODES = {"yi": "Yiddish", "lg": "Ganda", "glm": "?", "ii": "Sichuan Yi", "qwe": "Quechua", "kim": "Karagas"}
