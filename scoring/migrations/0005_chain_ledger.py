"""Each entry of the ledger is chained to the one before it.

What was written before there was a chain is chained in the order in which it was written. The
guard of 0002 is lifted for that, and put back (on SQLite a changed table loses its triggers).
"""

from datetime import UTC
from importlib import import_module

from django.db import migrations, models

GUARD = import_module("scoring.migrations.0002_guard_ledger")


def chain(apps, schema_editor):
    from scoring.engine.canonical import digest  # its bytes never change: reports depend on them

    heads = {}
    for entry in apps.get_model("scoring", "LedgerEntry").objects.order_by("pk"):
        number, previous = heads.get(entry.evaluation_id, (0, ""))
        entry.number, entry.previous = number + 1, previous
        entry.digest = digest(told(entry))
        entry.save()
        heads[entry.evaluation_id] = entry.number, entry.digest


def told(entry):
    return {
        "evaluation": entry.evaluation_id,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "candidate": entry.candidate_code,
        "check": entry.check_code,
        "old": entry.old,
        "new": entry.new,
        "reason": entry.reason,
        "previous": entry.previous,
    }


class Migration(migrations.Migration):
    dependencies = [("scoring", "0004_the_scoring_room")]

    operations = [
        migrations.RunPython(GUARD.unguard, GUARD.guard),
        migrations.AddField(
            model_name='ledgerentry',
            name='candidate_code',
            field=models.CharField(blank=True, max_length=40, verbose_name='candidate'),
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='check_code',
            field=models.CharField(blank=True, max_length=10, verbose_name='sub-check'),
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='digest',
            field=models.CharField(default='', max_length=64, verbose_name='digest'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='number',
            field=models.PositiveIntegerField(default=0, verbose_name='number in its chain'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='previous',
            field=models.CharField(blank=True, max_length=64, verbose_name='previous digest'),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='action',
            field=models.CharField(choices=[('evaluation.created', 'Evaluation created'), ('evaluation.revised', 'Set-up changed'), ('evaluation.opened', 'Scoring opened'), ('evaluation.withdrawn', 'Back to draft'), ('evaluation.refrozen', 'Weights, scope or method changed'), ('evaluation.moderated', 'Moderation begun'), ('evaluation.closed', 'Evaluation closed'), ('evaluation.reopened', 'Moderation reopened'), ('evaluation.decided', 'Decision signed'), ('elicitation.answered', 'Weights answered'), ('elicitation.adopted', 'Weights taken from answers'), ('candidate.added', 'Candidate added'), ('candidate.revised', 'Candidate changed'), ('candidate.removed', 'Candidate removed'), ('seat.granted', 'Seat given'), ('seat.revoked', 'Seat taken away'), ('seat.assigned', 'Competencies assigned'), ('interest.declared', 'Interest declared'), ('assessment.saved', 'Rating saved'), ('consensus.settled', 'Consensus settled'), ('consensus.withdrawn', 'Consensus withdrawn'), ('gate.waived', 'Failed gate waived'), ('waiver.withdrawn', 'Waiver withdrawn'), ('evidence.attached', 'Evidence attached'), ('evidence.revised', 'Evidence changed'), ('evidence.removed', 'Evidence taken back'), ('rubric.started', 'Rubric started'), ('rubric.drafted', 'Draft version made'), ('rubric.weighed', 'Weights of the rubric changed'), ('rubric.edited', 'Rubric edited'), ('rubric.published', 'Version published'), ('rubric.discarded', 'Draft thrown away'), ('person.added', 'Account made'), ('person.changed', 'Account changed'), ('person.password_set', 'Password set')], max_length=40, verbose_name='action'),
        ),
        migrations.AlterField(
            model_name='ledgerentry',
            name='evaluation_id',
            field=models.BigIntegerField(null=True, verbose_name="evaluation's number"),
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(fields=['evaluation_id', 'candidate_code', 'check_code'], name='ledger_cell'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.UniqueConstraint(fields=('evaluation_id', 'number'), name='ledger_number_unique', violation_error_message="This evaluation's ledger has that entry already."),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.UniqueConstraint(condition=models.Q(('evaluation_id__isnull', True)), fields=('number',), name='ledger_house_number_unique', violation_error_message="The house's ledger has that entry already."),
        ),
        migrations.RunPython(GUARD.guard, GUARD.unguard),
    ]
