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


class PaperTemplate(models.Model):
    """A .docx that lays out a paper in place of our own layout, as it was adopted; a later one replaces it and nothing is deleted. Its bytes are the stored file about its address."""

    paper = models.CharField(max_length=60)
    note = models.CharField(max_length=400, blank=True)
    adopted_at = models.DateTimeField()
    adopted_by = models.BigIntegerField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper"], condition=Q(replaced_at__isnull=True), name="paper_template_once")]

    @property
    def address(self) -> str:
        return f"paper-templates/{self.pk}"
