from desk import sort


def test_sort_has_a_name():
    assert sort.__name__ == "desk.sort"
