from django.db import models


class Line(models.Model):
    """One official act: address such as `records/42`, verb, names of changed fields, reason."""

    at = models.DateTimeField(db_index=True)
    by = models.BigIntegerField(null=True)
    address = models.CharField(max_length=80, db_index=True)
    verb = models.CharField(max_length=40)
    fields = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=400, blank=True)


class Reading(models.Model):
    """One look at a file about a person."""

    at = models.DateTimeField(db_index=True)
    by = models.BigIntegerField()
    address = models.CharField(max_length=80, db_index=True)
