CLASSES = {"mistral": {"displacement": 21_300, "navy": "Marine nationale"}, "canberra": {"displacement": 27_500}}
mistral = CLASSES["mistral"]
