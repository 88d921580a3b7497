"""Two processes do the same thing at one moment: one effect, and both are answered."""

import pytest

WHOLE = True
CORRECTED_ONCE = {"versions": [[2, 1], [2, 1]], "windows": ["quarter"], "lines": 0}
BOTH = {"versions": [[1, 0], [1, 0]], "windows": ["quarter"], "lines": 6}
PAIRS = {
    # pair: the two answers, and what is there afterwards
    "filings": [[302, 302], WHOLE],
    "corrections": [[302, 409], CORRECTED_ONCE],
    "siblings": [[302, 409], CORRECTED_ONCE],
    "adoptions": [[302, 302], WHOLE],
    "ticks": [[0, 0], WHOLE],
    "tick_and_adoption": [[0, 302], BOTH],
    "rotations": [[0, 0], WHOLE],
}


@pytest.mark.parametrize("pair", PAIRS)
def test_two_at_once_have_the_effect_of_one(child, pair):
    assert child("together", pair) == [PAIRS[pair]]
