import pytest

from scoring.reports.fold import fold


@pytest.mark.parametrize(
    ("items", "shown", "folded"),
    [("", "", ""), ("ab", "ab", ""), ("abc", "abc", ""), ("abcd", "ab", "cd")],
)
def test_a_fold_hides_two_at_least(items, shown, folded):
    made = fold(items, at=2)

    assert (made.shown, made.folded) == (tuple(shown), tuple(folded))


def test_an_empty_fold_is_nothing():
    assert not fold([], at=2)
    assert fold("a", at=2)
