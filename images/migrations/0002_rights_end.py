"""Pictures by the end of their rights: those that end soon are found in any archive."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("images", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="image",
            index=models.Index(
                F("rights_until"),
                condition=Q(rights_until__isnull=False),
                name="image_rights_end",
            ),
        ),
    ]
