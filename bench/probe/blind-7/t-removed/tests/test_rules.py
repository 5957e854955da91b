from src.rules import label


def test_invoice():
    assert label("Invoice 7") == "bill"
