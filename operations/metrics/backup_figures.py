"""The newest backup, and the newest that was restored beside and found good."""

from django.conf import settings

from operations.backup import shelf
from operations.metrics.paper_figures import gauge


class BackupCollector:
    """Tells nothing where this service sees no folder of backups."""

    def collect(self):
        if not settings.BACKUP_DIR:
            return
        found = shelf.backups()
        count = gauge("backups", "Backups in BACKUP_DIR.", value=len(found))
        moment = gauge(
            "backup_timestamp_seconds",
            "Of the newest backup, and of the newest that was verified.",
            labels=["state"],
        )
        size = gauge("backup_size_bytes", "Of the newest backup.")
        for newest in found[:1]:
            moment.add_metric(["made"], newest.made_at.timestamp())
            size.add_metric([], newest.path.stat().st_size)
        for good in [each for each in found if each.verified_at][:1]:
            moment.add_metric(["verified"], good.made_at.timestamp())
        yield from (count, moment, size)
