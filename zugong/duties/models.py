from django.db import models


class Window(models.Model):
    """One period of one edition of a duty, with its days worked out. `book`: empty for the book in force, else a trial's name."""

    book = models.CharField(max_length=40, blank=True)
    duty = models.CharField(max_length=80)
    edition = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8)
    starts_on = models.DateField()
    ends_on = models.DateField()
    on_time_until = models.DateField()
    closes_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "duty", "period"], name="window_once")]
        indexes = [models.Index(fields=["book", "duty", "edition", "starts_on"], name="window_of_duty")]
