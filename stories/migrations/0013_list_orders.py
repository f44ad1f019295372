import stories.models.story
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0012_figure_tables"),
    ]

    operations = [
        migrations.AlterField(
            model_name="story",
            name="language",
            field=models.CharField(
                db_index=True,
                default=stories.models.story.paper_language,
                help_text="Its code, for example en, de or pt-BR.",
                max_length=35,
                verbose_name="language",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                condition=models.Q(("question_id__isnull", False)),
                name="showing_new_questions",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.F("developing_until"),
                condition=models.Q(("developing_until__isnull", False)),
                name="showing_developing",
            ),
        ),
    ]
