import json
def test_prices():
    assert json.load(open("tests/fixtures/prices.json"))["gpt-4o"] == 2.5
