phi = 1.618
o1, o3, o4 = 1, 3, 4
gpt = "guid partition table"
