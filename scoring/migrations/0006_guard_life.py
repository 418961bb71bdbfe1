"""The database itself refuses what would bend the result.

An evaluation takes no step that `enums.TRANSITIONS` does not have, ratings come and change only
while scoring is open, consensus and waivers only in moderation; a freeze and a decision never
change. A trap for later migrations: on SQLite, altering a table drops its triggers. Whoever alters
one of these calls `unguard` before and `guard` after; a test asks whether they are all there.
"""

from django.db import migrations

STEPS = [
    ("draft", "open"),
    ("open", "draft"),
    ("open", "moderation"),
    ("moderation", "closed"),
    ("closed", "moderation"),
    ("closed", "decided"),
]
WRITES = ("INSERT", "UPDATE", "DELETE")
PHASES = {  # the state in which rows of a candidate may be written
    "scoring_assessment": "open",
    "scoring_consensus": "moderation",
    "scoring_waiver": "moderation",
}
FIXED = ["scoring_freeze", "scoring_decision"]  # never updated


def _rows(write):
    return "OLD" if write == "DELETE" else "NEW"


def _step():
    known = " OR ".join(f"(OLD.state = '{a}' AND NEW.state = '{b}')" for a, b in STEPS)
    return f"OLD.state <> NEW.state AND NOT ({known})"


def _phase(write, state):
    return (
        "(SELECT e.state FROM scoring_evaluation e JOIN scoring_candidate c "
        f"ON c.evaluation_id = e.id WHERE c.id = {_rows(write)}.candidate_id) <> '{state}'"
    )


# (name, when, table, condition or None, what is said)
RULES = [
    ("life_step", "BEFORE UPDATE", "scoring_evaluation", _step(), "no such step in its life"),
    (
        "life_begins",
        "BEFORE INSERT",
        "scoring_evaluation",
        "NEW.state <> 'draft'",
        "an evaluation begins as a draft",
    ),
    *[
        (
            f"{table}_{write.lower()}",
            f"BEFORE {write}",
            table,
            _phase(write, state),
            f"written only while the evaluation is {state}",
        )
        for table, state in PHASES.items()
        for write in WRITES
    ],
    *[(f"{table}_fixed", "BEFORE UPDATE", table, None, "this never changes") for table in FIXED],
    ("decision_stays", "BEFORE DELETE", "scoring_decision", None, "a decision stays"),
]


def statements(vendor):
    for name, when, table, condition, said in RULES:
        if vendor == "sqlite":
            when_clause = f"WHEN {condition} " if condition else ""
            yield (
                f"CREATE TRIGGER {name} {when} ON {table} {when_clause}"
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
            continue
        answer = "OLD" if when.endswith("DELETE") else "NEW"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition or 'true'} THEN RAISE EXCEPTION '{said}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {answer}; END $$"
        )
        yield f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def guard(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, _when, table, _condition, _said in RULES:
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else "")
        )
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    dependencies = [("scoring", "0005_chain_ledger")]

    operations = [migrations.RunPython(guard, unguard)]
