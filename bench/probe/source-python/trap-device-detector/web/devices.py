VENDORS = {
    r"(?:HUAWEI|HONOR)[ \-]?(\w+)": "Huawei",
    r"ZTE[ \-]?(\w+)": "ZTE",
    r"SM-\w+": "Samsung",
    r"Pixel \w+": "Google",
    r"Mi \w+": "Xiaomi",
}
