"""The demo's people have invented identity numbers that agree with what is written of them."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.desk.demo.id_numbers import AREAS, ORDERS, id_number
from zugong.desk.demo.loading import Loading
from zugong.desk.demo.people import settle
from zugong.desk.demo.places import places
from zugong.door.sealed import opened
from zugong.registry.id_numbers import PURPOSE, born_on, faults, gender
from zugong.registry.models import Person

MONTH = dt.date(1990, 3, 1)
branches, members, sexes = st.integers(1, 400_000), st.integers(0, 99), st.sampled_from(["male", "female"])


@given(branches, members, st.dates(dt.date(1948, 1, 1), dt.date(2003, 12, 31)), sexes)
def test_a_number_is_sound_but_for_an_area_that_was_never_assigned(branch, member, born, sex):
    if number := id_number(branch, member, born, sex):
        assert (number[:2], [fault.code for fault in faults(number) if fault.code != "maybe_damaged"], gender(number)) == ("10", ["area"], sex)
        assert (born_on(number).year, born_on(number).month) == (born.year, born.month)


@given(branches, members, st.integers(0, 27))
def test_no_two_members_of_a_city_have_the_same(branch, member, rounds):
    place = branch * 100 + member + rounds * AREAS * ORDERS
    first, second = id_number(branch, member, MONTH, "male"), id_number(*divmod(place, 100), MONTH, "male")
    assert rounds == 0 or not first or first != second


@pytest.mark.django_db
def test_the_demo_seals_the_numbers_of_most_of_its_people():
    settle(places(20), 300, random.Random(1), Loading())
    told = [(opened(person.id_number, PURPOSE), person) for person in Person.objects.exclude(id_number="")]
    assert (Person.objects.count(), 280 < len(told) < 300, len({number for number, _ in told})) == (300, True, len(told))
    assert [person.pk for number, person in told if (born_on(number).replace(day=1), gender(number)) != (person.born_on, person.gender)] == []
