import datetime as dt

from zugong.calendar.models import PublishedYear, SpecialDay


def arrange(day: dt.date, is_worked: bool | None, name: str = "") -> None:
    """Say that a day is worked, or is not, against its weekday; None takes that back."""
    if is_worked is None:
        SpecialDay.objects.filter(day=day).delete()
    else:
        SpecialDay.objects.update_or_create(day=day, defaults={"is_worked": is_worked, "name": name})


def publish(year: int) -> None:
    """The year's arrangement is complete: its working days are not provisional any more."""
    PublishedYear.objects.get_or_create(year=year)
