from django.db import models


class Batch(models.Model):
    """One file brought in for one roster: whole or not at all, and whole again when it is taken back.

    `total` and `done` are rows while it is checked; `found` is what the check found (counts, headers, problems), `pieces` the index of the staged lines and `digest` theirs; `stamp` the journal's end
    when it was checked; `line` the journal's line of the confirmation.
    """

    STATES = {
        "received": "等待核对", "checked": "已核对", "failed": "读不了", "to_confirm": "正在写入", "confirmed": "已导入", "to_undo": "正在撤回", "undone": "已撤回", "dropped": "已放弃",
    }  # fmt: skip
    roster = models.CharField("表", max_length=80)
    name = models.CharField("文件名", max_length=120)
    state = models.CharField("状态", max_length=12, choices=list(STATES.items()), default="received", db_index=True)
    by = models.BigIntegerField(null=True, db_index=True)
    received_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    pieces = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    stamp = models.CharField(max_length=60, blank=True)
    line = models.BigIntegerField(null=True)
    message = models.CharField(max_length=400, blank=True)

    @property
    def address(self) -> str:
        return f"sheets/{self.pk}"

    @property
    def counts(self) -> dict[str, int]:
        """{state of lines: how many}, with "warning"."""
        return self.found.get("counts", {})

    @property
    def is_waiting(self) -> bool:
        """Whether it is the turn of the background process."""
        return self.state in ("received", "to_confirm", "to_undo")


class MendedCell(models.Model):
    """What a person typed in the page for a cell of the file."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="mended")
    sheet = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=60)
    text = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "row", "column"], name="mended_cell_once")]


class Trace(models.Model):
    """What one call of a roster's write did, as that roster needs it to take it back; and the addresses."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="traces")
    place = models.PositiveIntegerField()
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="trace_in_its_place")]
