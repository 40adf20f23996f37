from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('marketplace', '0007_checked_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='demand',
            name='is_vague',
            field=models.BooleanField(default=False, editable=False, help_text='The matcher says so.', verbose_name='too vague to match'),
        ),
    ]
