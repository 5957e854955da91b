import re
KEYS = [re.compile(r'sk-ant-[\w-]{20,}'), re.compile(r'AIza[\w-]{35}')]
