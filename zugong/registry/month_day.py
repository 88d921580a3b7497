"""A column that repeats the month and day on which a row began: clocks that run from there are joined by it."""

from django.db import models


class MonthDay(models.PositiveSmallIntegerField):
    """MMDD of the row's `since`, filled whenever the row is written whole."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"editable": False, "default": 0} | kwargs)

    def pre_save(self, model_instance, add):
        since = model_instance.since
        value = since.month * 100 + since.day
        setattr(model_instance, self.attname, value)
        return value
