from collections.abc import Callable
from dataclasses import replace
from math import fsum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.cost import Cost, Offer, Outlook, Quota, total_cost

from .calculators import EXAMPLES

ITEMS = [
    *("accounts", "mobile", "support", "backup", "archive"),
    *("overage", "internal_hours", "setup", "migration", "training", "exit"),
]
PLAIN = Offer(quotas=(Quota(100, 2.5),))
THREE_YEARS = Outlook(horizon=3)


def worked_example() -> Cost:
    example = EXAMPLES["cost"]
    quotas = tuple(Quota(*quota) for quota in example["quotas"])
    return total_cost(Offer(quotas=quotas, **example["offer"]), Outlook(**example["outlook"]))


def items_of(cost: Cost) -> dict[str, tuple[float, ...]]:
    return {item.name: item.by_year for item in cost.by_item}


def test_worked_example_costs_what_it_does_by_hand() -> None:
    """120 × 3 + 60 × 5.5 + 20 × 9 = 870 a month, 10 440 in the first year; each next year has
    1.05 × 1.02 = 1.071 of it: 11 181.24 and 11 975.10804, together 33 596.34804. Set-up, migration
    and training 5 700, exit 1 500, own hours 3 × 60 × 40 = 7 200: 47 996.34804 in all.
    Account-years: 200 + 210 + 220.5 = 630.5."""
    cost, example = worked_example(), EXAMPLES["cost"]

    assert cost.total == pytest.approx(47996.34804, rel=1e-12)
    assert cost.total == pytest.approx(example["total"], abs=example["tolerance"])
    assert cost.account_years == pytest.approx(example["account_years"], rel=1e-12)
    assert cost.per_account_year == pytest.approx(example["per_account_year"], abs=0.00005)


def test_worked_example_tells_what_the_headline_price_leaves_out() -> None:
    """At the prices of the first year the accounts cost 10 440 × (1 + 1.05 + 1.1025) = 32 912.10:
    0.685721 of the total."""
    assert worked_example().beyond_headline == pytest.approx(1 - 32912.10 / 47996.34804, rel=1e-12)


def test_worked_example_is_told_year_by_year() -> None:
    """10 440 + 5 700 + 2 400; 11 181.24 + 2 400; 11 975.10804 + 2 400 + 1 500."""
    assert worked_example().by_year == pytest.approx((18540, 13581.24, 15875.10804), rel=1e-12)


def test_every_item_has_its_formula() -> None:
    """Every input is another number, so that none can take another's place.

    Rates: accounts 1.1, prices 1.2, data 1.5, discount 1.25 a year.
    accounts: 12 × 10 × 2 = 240, then × 1.1 × 1.2 / 1.25 = 1.056 a year.
    mobile: 12 × 3 × 4 = 144; support: 12 × 5 = 60; backup: 12 × 7 = 84: each × 1.2 / 1.25 = 0.96.
    archive: 12 × 11 × 0.5 = 66, then × 1.5 × 1.2 / 1.25 = 1.44.
    overage: 13 × 6 = 78, then × 1.5 / 1.25 = 1.2. own hours: 17 × 8 = 136, then / 1.25.
    exit: 625 / 1.25³ = 320.
    """
    offer = Offer(
        quotas=(Quota(10, 2),),
        mobile_licences=3,
        mobile_price=4,
        support=5,
        backup=7,
        archive_gb=11,
        archive_price=0.5,
        overage_gb=13,
        overage_price=6,
        setup=100,
        migration=200,
        training=300,
        exit=625,
        indexation=0.2,
    )
    outlook = Outlook(
        horizon=3,
        account_growth=0.1,
        data_growth=0.5,
        discount=0.25,
        internal_hours=17,
        hour_cost=8,
    )

    cost = total_cost(offer, outlook)

    by_hand = {
        "accounts": (240, 253.44, 267.63264),
        "mobile": (144, 138.24, 132.7104),
        "support": (60, 57.6, 55.296),
        "backup": (84, 80.64, 77.4144),
        "archive": (66, 95.04, 136.8576),
        "overage": (78, 93.6, 112.32),
        "internal_hours": (136, 108.8, 87.04),
        "setup": (100, 0, 0),
        "migration": (200, 0, 0),
        "training": (300, 0, 0),
        "exit": (0, 0, 320),
    }
    assert [item.name for item in cost.by_item] == ITEMS
    assert items_of(cost) == {name: pytest.approx(row) for name, row in by_hand.items()}
    assert cost.total == pytest.approx(sum(map(sum, by_hand.values())), rel=1e-12)
    # The accounts alone, not indexed: 240 × (1 + 1.1/1.25 + (1.1/1.25)²) = 240 × 2.6544.
    assert cost.beyond_headline == pytest.approx(1 - 637.056 / cost.total, rel=1e-12)
    assert cost.account_years == pytest.approx(10 + 11 + 12.1, rel=1e-12)
    assert cost.per_account_year == pytest.approx(cost.total / 33.1, rel=1e-12)


def test_price_that_tells_everything_leaves_nothing_beyond_it() -> None:
    """12 × 100 × 2.5 = 3 000 a year."""
    cost = total_cost(PLAIN, THREE_YEARS)

    assert (cost.total, cost.per_account_year, cost.beyond_headline) == (9000, 30, 0)


def test_unset_parts_cost_nothing() -> None:
    costs = {item.name: item.total for item in total_cost(PLAIN, THREE_YEARS).by_item}

    assert costs == dict.fromkeys(ITEMS, 0) | {"accounts": 9000}


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    amounts = st.floats(0, 1e5)
    quotas = draw(st.lists(st.builds(Quota, st.integers(1, 500), st.floats(0.01, 50)), min_size=1))
    return Offer(
        quotas=tuple(quotas),
        mobile_licences=draw(st.integers(0, 200)),
        indexation=draw(st.floats(0, 0.2)),
        **{name: draw(amounts) for name in AMOUNTS},
    )


AMOUNTS = [
    *("mobile_price", "support", "backup", "archive_gb", "archive_price", "overage_gb"),
    *("overage_price", "setup", "migration", "training", "exit"),
]
RATES = st.floats(0, 0.3)
OUTLOOKS = st.builds(
    Outlook,
    horizon=st.integers(3, 5),
    account_growth=RATES,
    data_growth=RATES,
    discount=RATES,
    internal_hours=st.floats(0, 500),
    hour_cost=st.floats(0, 100),
)


@given(offers(), OUTLOOKS)
def test_items_and_years_sum_to_the_total(offer: Offer, outlook: Outlook) -> None:
    cost = total_cost(offer, outlook)

    assert fsum(item.total for item in cost.by_item) == pytest.approx(cost.total, rel=1e-12)
    assert fsum(cost.by_year) == pytest.approx(cost.total, rel=1e-12)
    assert len(cost.by_year) == outlook.horizon
    assert 0 <= cost.beyond_headline + 1e-12 <= 1 + 1e-12


@given(offers(), st.integers(3, 5))
def test_without_growth_and_discount_a_year_is_multiplied(offer: Offer, horizon: int) -> None:
    steady = replace(offer, indexation=0)
    cost = items_of(total_cost(steady, Outlook(horizon=horizon)))

    for name, years in cost.items():
        if name not in {"setup", "migration", "training", "exit"}:
            assert years == (years[0],) * horizon


@given(offers(), OUTLOOKS, st.sampled_from(AMOUNTS), st.floats(0, 1e4))
def test_a_higher_price_never_costs_less(
    offer: Offer, outlook: Outlook, name: str, more: float
) -> None:
    dearer = replace(offer, **{name: getattr(offer, name) + more})

    before, after = total_cost(offer, outlook), total_cost(dearer, outlook)

    assert after.total >= before.total * (1 - 1e-12)


@given(offers(), OUTLOOKS)
def test_discount_never_makes_an_offer_dearer(offer: Offer, outlook: Outlook) -> None:
    discounted, plain = (
        total_cost(offer, replace(outlook, discount=rate)) for rate in (outlook.discount, 0)
    )

    assert discounted.total <= plain.total * (1 + 1e-12)


NUMBER = "must be a number from 0 to 1e+12"
RATE = "must be a number from -0.5 to 1"
WHOLE = "must be a whole number from "


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Quota(0, 1), f"accounts: {WHOLE}1 to 10000000"),
        (lambda: Quota(10_000_001, 1), f"accounts: {WHOLE}1 to 10000000"),
        (lambda: Quota(1.5, 1), f"accounts: {WHOLE}1 to 10000000"),  # type: ignore[arg-type]
        (lambda: Quota(1, -0.01), f"monthly_price: {NUMBER}"),
        (lambda: Offer(quotas=()), "quotas: must be one or more"),
        (lambda: Offer(quotas=((1, 2),)), "quotas[0]: must be a Quota"),  # type: ignore[arg-type]
        (lambda: replace(PLAIN, mobile_licences=-1), f"mobile_licences: {WHOLE}0 to 10000000"),
        (
            lambda: replace(PLAIN, mobile_licences=10_000_001),
            f"mobile_licences: {WHOLE}0 to 10000000",
        ),
        *((lambda n=n: replace(PLAIN, **{n: -0.01}), f"{n}: {NUMBER}") for n in AMOUNTS),
        (lambda: replace(PLAIN, indexation=-0.51), f"indexation: {RATE}"),
        (lambda: replace(PLAIN, indexation=1.01), f"indexation: {RATE}"),
        (lambda: Outlook(horizon=2), f"horizon: {WHOLE}3 to 5"),
        (lambda: Outlook(horizon=6), f"horizon: {WHOLE}3 to 5"),
        (lambda: Outlook(3, account_growth=-0.51), f"account_growth: {RATE}"),
        (lambda: Outlook(3, account_growth=1.01), f"account_growth: {RATE}"),
        (lambda: Outlook(3, data_growth=-0.51), f"data_growth: {RATE}"),
        (lambda: Outlook(3, data_growth=1.01), f"data_growth: {RATE}"),
        (lambda: Outlook(3, discount=-0.01), "discount: must be a number from 0 to 1"),
        (lambda: Outlook(3, discount=1.01), "discount: must be a number from 0 to 1"),
        (lambda: Outlook(3, internal_hours=-1), f"internal_hours: {NUMBER}"),
        (lambda: Outlook(3, hour_cost=float("nan")), f"hour_cost: {NUMBER}"),
        (
            lambda: total_cost(Offer(quotas=(Quota(1, 0),)), THREE_YEARS),
            "offer: must cost something",
        ),
    ],
)
def test_what_makes_no_cost_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        make()

    assert str(refusal.value) == message


def test_the_ends_of_every_domain_are_in_it() -> None:
    quotas = (Quota(1, 0), Quota(10_000_000, 0))
    Offer(quotas=quotas, mobile_licences=10_000_000, indexation=-0.5)

    shrinking = total_cost(
        replace(PLAIN, indexation=1),
        Outlook(5, account_growth=-0.5, data_growth=1, discount=1),
    )

    # 3 000 × (0.5 × 2 / 2)^(y-1): 3 000, 1 500, 750, 375, 187.5.
    assert shrinking.by_year == (3000, 1500, 750, 375, 187.5)
