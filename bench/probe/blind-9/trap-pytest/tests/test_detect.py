def test_finds():
    assert detect("import anthropic") == ["anthropic"]
