def hms(sec): return sec // 3600, sec % 3600 // 60, sec % 60
