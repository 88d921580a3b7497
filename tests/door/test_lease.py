"""One row says who has a work in hand; two never have it, and a dead holder's time runs out."""

import pytest

from zugong.door import clock, lease
from zugong.door.models import Installation

pytestmark = pytest.mark.django_db


def ends_in(seconds: float) -> None:
    """Set the end of the lease, so many seconds from now."""
    row = Installation.objects.get(key="lease:work")
    Installation.objects.filter(key=row.key).update(value=f"{int(clock.unpinned().timestamp() + seconds):012d}{row.value[12:]}")


def test_the_second_gets_none_until_the_first_gives_it_back():
    first = lease.take("work")
    assert (bool(first), lease.take("work"), lease.is_held("work"), bool(lease.take("other work"))) == (True, None, True, True)
    lease.give_back("work", first)
    assert (lease.is_held("work"), bool(lease.take("work"))) == (False, True)


def test_a_lease_that_ran_out_is_taken_and_its_former_holder_has_lost_it():
    first = lease.take("work")
    ends_in(-1)
    second = lease.take("work")
    assert (bool(second), lease.renew("work", first), lease.renew("work", second)) == (True, False, True)
    lease.give_back("work", first)
    assert lease.is_held("work")


def test_a_lease_taken_before_the_clock_was_set_back_blocks_nobody():
    lease.take("work")
    ends_in(86400)
    assert (lease.is_held("work"), bool(lease.take("work"))) == (False, True)


def test_nobody_holds_for_longer_than_an_hour():
    lease.take("work", 1e9)
    left = int(Installation.objects.get(key="lease:work").value[:12]) - clock.unpinned().timestamp()
    assert left <= lease.MOST


def test_a_block_holds_it_and_gives_it_back_even_when_it_fails():
    with lease.held("work") as mine, lease.held("work") as yours:
        assert (mine, yours, lease.is_held("work")) == (True, False, True)
    with pytest.raises(LookupError), lease.held("work"):
        raise LookupError
    assert not lease.is_held("work")
