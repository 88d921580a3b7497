from django.db import models


class SpecialDay(models.Model):
    """A day that is worked, or is not, against its weekday: entered when the year's arrangement is published or changed."""

    day = models.DateField("日期", unique=True)
    is_worked = models.BooleanField("上班")
    name = models.CharField("说明", max_length=40, blank=True)


class PublishedYear(models.Model):
    """A year whose arrangement of holidays is known; the other years count Monday to Friday and say so."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
