def parse(line: str) -> tuple[str, str]:
    prefix, _, name = line.partition("\t")
    return prefix, name.strip()
