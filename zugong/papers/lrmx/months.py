"""Months, the precision of career data: no day is ever made up."""

import datetime as dt
import re
from dataclasses import dataclass

YEARS = range(1900, 2100)
# yyyyMM, yyyy.MM, yyyy-MM and the like, also with the Chinese words for year and month; a day behind is seen and left out.
_MONTH = re.compile(r"(?P<year>\d{4})(?:(?P<tight>\d{2})(?P<tight_day>\d{2})?|\s*[.\-/．·年]\s*(?P<month>\d{1,2})(?:\s*[.\-/．·月]\s*(?P<day>\d{1,2})\s*日?|\s*月)?)", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year, 1900 to 2099; as text `yyyyMM`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if self.year not in YEARS or not 1 <= self.month <= 12:
            raise ValueError(f"no month: {self.year}-{self.month}")

    def __str__(self) -> str:
        return f"{self.year}{self.month:02}"

    @property
    def dotted(self) -> str:
        """As forms print it: 1990.06."""
        return f"{self.year}.{self.month:02}"


def month_in(text: str) -> tuple[Month | None, bool]:
    """(the month that the text is, whether a day was left out); (None, False) when it is none."""
    found = _MONTH.fullmatch(text.strip())
    try:
        month = Month(int(found["year"]), int(found["tight"] or found["month"])) if found else None
    except ValueError:
        month = None
    return month, bool(month and (found["tight_day"] or found["day"]))


def day_in(text: str) -> tuple[dt.date | None, bool]:
    """(the day that the text is, whether it named a month only: then its first day); (None, False) when it is neither."""
    figures = re.fullmatch(r"(\d{4})(\d{2})(\d{2})|(\d{4})[.\-/年](\d{1,2})[.\-/月](\d{1,2})日?", text.strip(), re.ASCII)
    if figures:
        try:
            return dt.date(*(int(each) for each in figures.groups() if each)), False
        except ValueError:
            return None, False
    month, _ = month_in(text)
    return (dt.date(month.year, month.month, 1), True) if month else (None, False)


def age_on(born: Month, day: dt.date) -> int:
    """Full years by months: who was born in the month of the day is already a year older. Negative when born later."""
    return day.year - born.year - (day.month < born.month)
