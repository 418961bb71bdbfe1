"""K2: a carbon claim recomputed. The functional unit is one account for one year.

Source: arithmetic of units; for comparison, a kWh produced in France in 2024 stands for 21.7 g of
CO2e (RTE, annual electricity report). A claim says its factor, source, year, scope and quota, or
it cannot be redone.
"""

from dataclasses import dataclass

from scoring.engine.validation import check_integer, check_number, check_positive

HOURS_A_DAY = 24
MOST_REDUCTION = 99.0  # percent: near 100 the baseline would be anything
MOST_ACCOUNTS = 10_000_000


@dataclass(frozen=True, slots=True)
class Claim:
    """What a supplier says of its footprint, with the lamp that it compares an account to."""

    grams: float  # CO2e per account and year
    accounts: int
    lamp_watts: float
    lamp_hours: float
    reduction: float = 0  # percent

    def __post_init__(self) -> None:
        check_number("grams", self.grams)
        check_integer("accounts", self.accounts, 1, MOST_ACCOUNTS)
        check_positive("lamp_watts", self.lamp_watts)
        check_positive("lamp_hours", self.lamp_hours)
        check_number("reduction", self.reduction, 0, MOST_REDUCTION)


@dataclass(frozen=True, slots=True)
class Footprint:
    """The claim in other units. It does not say whether its grams stand before or after the
    reduction, so both readings are there."""

    fleet_kilograms: float  # CO2e of all the accounts, per year
    lamp_kwh: float
    lamp_days: float
    implied_factor: float  # g CO2e per kWh: what the comparison takes electricity to be
    grams_before: float  # per account and year, if the claim is what is left after the reduction
    grams_after: float  # per account and year, if the claim is what there was before it


def footprint(claim: Claim) -> Footprint:
    """A claim recomputed.

    fleet = accounts e / 1000, kWh = W h / 1000, days = h / 24, factor = e / kWh,
    before = e / (1 - R/100), after = e (1 - R/100).
    """
    kwh = claim.lamp_watts * claim.lamp_hours / 1000
    left = 1 - claim.reduction / 100
    return Footprint(
        fleet_kilograms=claim.accounts * claim.grams / 1000,
        lamp_kwh=kwh,
        lamp_days=claim.lamp_hours / HOURS_A_DAY,
        implied_factor=claim.grams / kwh,
        grams_before=claim.grams / left,
        grams_after=claim.grams * left,
    )


def grams_per_account_year(kwh: float, factor: float, accounts: int) -> float:
    """g CO2e of one account in one year: kWh factor / accounts.

    kwh: what the platform used in the year. factor: g CO2e per kWh of its electricity.
    accounts: those that it served.
    """
    check_number("kwh", kwh)
    check_number("factor", factor)
    check_integer("accounts", accounts, 1, MOST_ACCOUNTS)
    return kwh * factor / accounts
