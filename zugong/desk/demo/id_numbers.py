"""Invented identity numbers: area codes that begin with 10, which was never a province."""

import datetime as dt

from zugong.registry.id_numbers import check_character

AREAS, ORDERS, WITHOUT = 9_999, 500, 23


def id_number(branch: int, member: int, born_on: dt.date, gender: str) -> str:
    """Of a branch's n-th member: its month of birth and sex, never that of another member of the city; "" for one in twenty-three."""
    place = branch * 100 + member
    if place % WITHOUT == 7:
        return ""
    rest, order = divmod(place, ORDERS)
    round_, area = divmod(rest, AREAS)
    day = (place + round_) % 28 + 1
    first = f"{100_001 + area}{born_on:%Y%m}{day:02}{2 * order + (gender == 'male'):03}"
    return first + check_character(first)
