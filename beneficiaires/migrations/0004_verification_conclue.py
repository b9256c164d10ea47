from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("beneficiaires", "0003_cles")]
    operations = [
        migrations.AddField(
            "verification",
            "conclue_le",
            models.DateTimeField(editable=False, null=True, verbose_name="file created on"),
        )
    ]
