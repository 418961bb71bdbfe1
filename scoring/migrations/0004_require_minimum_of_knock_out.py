"""To a database an unknown condition is no broken one: a minimum of NULL got past the old one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0003_competency_short_title")]

    operations = [
        migrations.RemoveConstraint(model_name="check", name="check_must_has_minimum"),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(must=False, minimum__isnull=True)
                | models.Q(must=True, minimum__isnull=False, minimum__range=(0, 100)),
                name="check_must_has_minimum",
                violation_error_message=(
                    "A knock-out check, and only that, has a minimum between 0 and 100."
                ),
            ),
        ),
    ]
