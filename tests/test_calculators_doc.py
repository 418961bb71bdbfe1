"""docs/calculators.md computes: each of its tables, and the numbers in its text."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from scoring.engine.availability import MONTH, allowed_minutes, parallel, serial
from scoring.engine.cost import Offer, Outlook, Quota, total_cost
from scoring.engine.footprint import Claim, footprint
from scoring.engine.load import Duty, transferred_load
from scoring.engine.migration import SESSION_RATE, Machine, Transfer, duration
from scoring.engine.restore import restore_hours, rpo_hours, rto_hours
from scoring.engine.support import ServiceWindow, Ticket, business_minutes, support_times
from scoring.models import Check, Rubric

from .test_docs import ROOT, TEXTS, table

PAGE = TEXTS["docs/calculators.md"]


def rows(first: str) -> dict[str, str]:
    """The table whose first heading is `first`, as label → figure."""
    return dict(tuple(row.values()) for row in table(PAGE, first))


def test_the_cost_is_the_one_of_the_page() -> None:
    offer = Offer(
        quotas=(Quota(120, 3), Quota(60, 5.5), Quota(20, 9)),
        setup=500,
        migration=4000,
        training=1200,
        exit=1500,
        indexation=0.02,
    )
    outlook = Outlook(horizon=3, account_growth=0.05, internal_hours=60, hour_cost=40)

    cost = total_cost(offer, outlook)

    items = {item.name: item.total for item in cost.by_item}
    once = items["setup"] + items["migration"] + items["training"]
    first, second, third = cost.by_year
    assert rows("cost") == {
        "accounts": f"{items['accounts']:.2f}",
        "own hours": f"{items['internal_hours']:.2f}",
        "set-up, migration, training": f"{once:.2f}",
        "exit": f"{items['exit']:.2f}",
        "total": f"{cost.total:.2f}",
        "first year": f"{first:.2f}",
        "second year": f"{second:.2f}",
        "third year": f"{third:.2f}",
        f"per account and year, of {cost.account_years:g}": f"{cost.per_account_year:.4f}",
        "share beyond the headline": f"{100 * cost.beyond_headline:.2f} %",
    }


def test_the_footprint_is_the_one_of_the_page() -> None:
    found = footprint(Claim(grams=137, accounts=250, lamp_watts=15, lamp_hours=130, reduction=30))

    assert rows("footprint") == {
        "the lamp, kWh": f"{found.lamp_kwh:g}",
        "the lamp, days": f"{found.lamp_days:.4f}",
        "implied factor, g/kWh": f"{found.implied_factor:.4f}",
        "all accounts, kg a year": f"{found.fleet_kilograms:g}",
        "before the reduction, if 137 g is after": f"{found.grams_before:.1f}",
        "after the reduction, if 137 g is before": f"{found.grams_after:.1f}",
    }


def test_the_minutes_are_those_of_the_page() -> None:
    written = table(PAGE, "availability")

    computed = [
        {
            "availability": row["availability"],
            "minutes a year": f"{allowed_minutes(float(row['availability'])):.6g}",
            "minutes in 30 days": f"{allowed_minutes(float(row['availability']), MONTH):.6g}",
        }
        for row in written
    ]

    assert computed == written
    assert len(written) == 5


def test_chains_and_pairs_are_as_available_as_the_text_says() -> None:
    text = " ".join(PAGE.split())

    assert f"in a row make {serial([99.9] * 3):.4f} %" in text
    assert f"side by side make {parallel([90, 80]):g} %" in text


def test_restores_take_the_hours_of_the_page() -> None:
    nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    later = nine + timedelta(hours=5, minutes=30)

    assert rows("restore") == {
        "alert at 9:00, visible at 14:30": f"{rto_hours(nine, later):g}",
        "last recoverable at 9:00, incident at 14:30": f"{rpo_hours(nine, later):g}",
        "half an hour, then 30 GB at 12 GB/h": f"{restore_hours(30, 12, 0.5):g}",
    }


def test_support_takes_the_times_of_the_page() -> None:
    window = ServiceWindow(UTC)
    friday, monday = datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)
    opened = friday + timedelta(hours=17, minutes=30)
    answered = monday + timedelta(hours=9, minutes=15)
    late = Ticket(opened, answered, monday + timedelta(hours=17, minutes=30))
    nine = monday + timedelta(hours=9)
    answers = [nine + timedelta(minutes=minutes) for minutes in (*range(1, 10), 60)]
    ten = support_times([Ticket(nine, answer, answer) for answer in answers], window)

    label = "opened on Friday at 17:30, answered on Monday at 9:15, minutes"
    assert rows("support") == {
        label: f"{business_minutes(opened, answered, window):g}",
        "the same, restored on Monday at 17:30, hours": (
            f"{support_times([late], window).restore_hours:g}"
        ),
        "ten answers within 1, 2, … 9 and 60 minutes, 90th percentile": (
            f"{ten.response_minutes:g}"
        ),
    }


def test_the_load_is_the_one_of_the_page() -> None:
    duties = [
        Duty("Backups", 12, ("provider",), ("IT",)),
        Duty("Updates", 6, ("provider", "IT"), ("IT",)),
        Duty("New accounts", 6, ("IT",), ("IT",)),
    ]

    load = transferred_load(duties, "provider", 20)

    assert rows("load") == {
        "share, percent": f"{load.share:g}",
        "remaining, hours a month": f"{load.remaining:g}",
        "freed, hours a month": f"{load.freed:g}",
    }


def test_the_transfer_is_the_one_of_the_page() -> None:
    machine = Machine(memory=4, cores=2, bandwidth=100)

    found = duration(
        Transfer(
            gigabytes=640,
            sessions=10,
            session_rate=2,
            efficiency=0.8,
            hours_per_day=8,
            daily_change=8,
            machine=machine,
        )
    )

    assert rows("transfer") == {
        "rate, GB/h": f"{found.rate:g}",
        "days": f"{found.days:g}",
        "last pass, hours": f"{found.last_pass:g}",
        "most sessions of the machine": f"{machine.most_sessions}",
    }
    assert f"which are {SESSION_RATE} GB an hour" in PAGE


def test_every_calculator_has_its_section_and_its_file() -> None:
    overview = table(PAGE, "calculator")
    headings = re.findall(r"^## (K\d):", PAGE, re.MULTILINE)

    assert [row["calculator"] for row in overview] == headings
    files = [ROOT / "scoring" / "engine" / row["file"].strip("`") for row in overview]
    assert [file for file in files if not file.exists()] == []


@pytest.mark.parametrize("row", table(PAGE, "calculator"), ids=lambda row: row["calculator"])
def test_the_rubric_calls_each_calculator_where_the_page_says(
    row: dict[str, str], rubric: Rubric
) -> None:
    calling = Check.objects.filter(
        competency__rubric=rubric, calculator=row["calculator"]
    ).in_order()

    assert ", ".join(calling.values_list("code", flat=True)) == row["checks"]
