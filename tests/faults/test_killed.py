"""The process is killed after the n-th statement of an act, and before and after each commit, for every n: the act is whole or absent."""

import pytest

ACTS = {
    # act: what a second try answers, for each state that may be left behind; the last one is the whole act
    "filing": [302, 302],
    "correction": [302, 409],
    "adoption": [302, 302],
    "tick": [0, 0, 0, 0, 0],  # windows, two batches deleted, one sealed
    "rotation": [0, 0, 0, 0],  # five numbers by twos
}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_killed_is_whole_or_absent_and_a_second_try_completes_it_once(child, act):
    seen = child("killed", act)
    assert (seen["torn"], seen["not_completed"], seen["locked"]) == ([], [], [])
    assert (seen["states"], sorted(set(seen["states"]))) == (sorted(seen["states"]), list(range(seen["possible"])))
    assert sorted({tuple(each) for each in seen["again"]}) == list(enumerate(ACTS[act]))
