from django.db import models
from django.db.models import Q


class AdoptedFile(models.Model):
    """The text of one file as it was signed; a later adoption replaces it and nothing is deleted."""

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=160)
    text = models.TextField()
    adopted_at = models.DateTimeField()
    adopted_by = models.BigIntegerField(null=True)
    note = models.CharField(max_length=400, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], condition=Q(replaced_at__isnull=True), name="adopted_once")]
