"""K1: what an offer really costs, over the years and with everything in it.

    TCO = U + M + T
          + Σ_{y=1..H} [ 12 Σ_t n_t (1+a)^(y-1) p_t (1+i)^(y-1)
                         + 12 (m l + support + backup + archive (1+d)^(y-1)) (1+i)^(y-1)
                         + o (1+d)^(y-1) q + h c ] / (1+r)^(y-1)
          + X / (1+r)^H

n accounts of quota t at price p, m mobile licences at l, o GB of overage at q, h own hours at c;
U set-up, M migration, T training, X exit; a, d, i, r the yearly rates of accounts, data, prices
and discount; H the years. What is paid during a year is discounted to its start, the exit to the
end of the last. Source: the parts that a price must tell, after the article that the rubric
answers to (its section 2); the rest is the arithmetic of present values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from scoring.engine.validation import (
    ProblemError,
    check_integer,
    check_items,
    check_number,
)

MONTHS = 12
SHORTEST, LONGEST = 3, 5  # years: a shorter horizon hides the exit, a longer one is fiction
LEAST_RATE, MOST_RATE = -0.5, 1.0  # a year: from halving to doubling
MOST_ACCOUNTS = 10_000_000


@dataclass(frozen=True, slots=True)
class Quota:
    """The accounts of one quota: how many in the first year, EUR per account and month."""

    accounts: int
    monthly_price: float

    def __post_init__(self) -> None:
        check_integer("accounts", self.accounts, 1, MOST_ACCOUNTS)
        check_number("monthly_price", self.monthly_price)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a supplier asks for, in EUR at the prices of the first year."""

    quotas: tuple[Quota, ...]
    mobile_licences: int = 0
    mobile_price: float = 0  # per licence and month
    support: float = 0  # per month, beyond what the accounts include
    backup: float = 0  # per month, as above
    archive_gb: float = 0  # in the first year
    archive_price: float = 0  # per GB and month
    overage_gb: float = 0  # beyond the quotas, in the first year
    overage_price: float = 0  # per GB and year; not indexed
    setup: float = 0  # once, as are the next three
    migration: float = 0
    training: float = 0
    exit: float = 0  # at the end of the horizon
    indexation: float = 0  # of the monthly prices, per year: 0.02 is 2 %

    def __post_init__(self) -> None:
        check_items("quotas", self.quotas, Quota)
        if not self.quotas:
            raise ProblemError("quotas", "must be one or more")
        check_integer("mobile_licences", self.mobile_licences, 0, MOST_ACCOUNTS)
        for name in ("mobile_price", "support", "backup", "archive_gb", "archive_price"):
            check_number(name, getattr(self, name))
        for name in ("overage_gb", "overage_price", "setup", "migration", "training", "exit"):
            check_number(name, getattr(self, name))
        check_number("indexation", self.indexation, LEAST_RATE, MOST_RATE)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the company expects of the years to come. Rates per year: 0.05 is 5 %."""

    horizon: int  # years
    account_growth: float = 0
    data_growth: float = 0  # of the archive and of what exceeds the quotas
    discount: float = 0
    internal_hours: float = 0  # of its own people, per year
    hour_cost: float = 0  # EUR per hour

    def __post_init__(self) -> None:
        check_integer("horizon", self.horizon, SHORTEST, LONGEST)
        check_number("account_growth", self.account_growth, LEAST_RATE, MOST_RATE)
        check_number("data_growth", self.data_growth, LEAST_RATE, MOST_RATE)
        check_number("discount", self.discount, 0, MOST_RATE)
        check_number("internal_hours", self.internal_hours)
        check_number("hour_cost", self.hour_cost)


@dataclass(frozen=True, slots=True)
class Item:
    """One part of the cost: EUR of present value in each year."""

    name: str
    by_year: tuple[float, ...]

    @property
    def total(self) -> float:
        return fsum(self.by_year)


@dataclass(frozen=True, slots=True)
class Cost:
    """The total in EUR of present value, and what it is made of; items and years sum to it."""

    total: float
    per_account_year: float
    account_years: float  # the accounts of each year, added up
    beyond_headline: float  # 0-1: the share that the price per account does not tell
    by_item: tuple[Item, ...]
    by_year: tuple[float, ...]


def total_cost(offer: Offer, outlook: Outlook) -> Cost:
    """The total cost of ownership by the formula above.

    The headline price is that of the accounts at the prices of the first year: what indexation
    adds to it is beyond it, as everything else is.
    Raises ProblemError for an offer that costs nothing: shares of nothing are not defined.
    """
    items = tuple(_items(offer, outlook))
    total = fsum(item.total for item in items)
    if total <= 0:
        raise ProblemError("offer", "must cost something")
    accounts = fsum(quota.accounts for quota in offer.quotas)
    account_years = fsum(accounts * grown for grown in _powers(outlook.account_growth, outlook))
    headline = fsum(_discounted(_of_accounts(offer, outlook), outlook))
    return Cost(
        total=total,
        per_account_year=total / account_years,
        account_years=account_years,
        beyond_headline=1 - headline / total,
        by_item=items,
        by_year=tuple(fsum(column) for column in zip(*(i.by_year for i in items), strict=True)),
    )


def _items(offer: Offer, outlook: Outlook) -> Iterator[Item]:
    """Every part of the cost, in the order in which people ask for them."""
    prices = _powers(offer.indexation, outlook)
    data = _powers(outlook.data_growth, outlook)
    archive = offer.archive_gb * offer.archive_price
    monthly = {
        "mobile": [offer.mobile_licences * offer.mobile_price for _ in prices],
        "support": [offer.support for _ in prices],
        "backup": [offer.backup for _ in prices],
        "archive": [archive * grown for grown in data],
    }
    accounts = _times(_of_accounts(offer, outlook), prices)
    yield Item("accounts", _discounted(accounts, outlook))
    for name, amounts in monthly.items():
        paid = [MONTHS * amount for amount in _times(amounts, prices)]
        yield Item(name, _discounted(paid, outlook))
    overage = [offer.overage_gb * grown * offer.overage_price for grown in data]
    yield Item("overage", _discounted(overage, outlook))
    own = [outlook.internal_hours * outlook.hour_cost for _ in prices]
    yield Item("internal_hours", _discounted(own, outlook))
    later = (0.0,) * (outlook.horizon - 1)
    for name in ("setup", "migration", "training"):
        yield Item(name, (float(getattr(offer, name)), *later))
    yield Item("exit", (*later, offer.exit / (1 + outlook.discount) ** outlook.horizon))


def _of_accounts(offer: Offer, outlook: Outlook) -> list[float]:
    """EUR a year for the accounts alone, at the prices of the first year."""
    monthly = fsum(quota.accounts * quota.monthly_price for quota in offer.quotas)
    return [MONTHS * monthly * grown for grown in _powers(outlook.account_growth, outlook)]


def _powers(rate: float, outlook: Outlook) -> list[float]:
    """(1 + rate)^(y-1) for each year y: 1 in the first."""
    return [(1 + rate) ** elapsed for elapsed in range(outlook.horizon)]


def _times(amounts: Sequence[float], factors: Sequence[float]) -> list[float]:
    return [amount * factor for amount, factor in zip(amounts, factors, strict=True)]


def _discounted(amounts: Sequence[float], outlook: Outlook) -> tuple[float, ...]:
    rates = _powers(outlook.discount, outlook)
    return tuple(amount / rate for amount, rate in zip(amounts, rates, strict=True))
