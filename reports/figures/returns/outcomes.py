"""Lasting outcomes of a year, and what one cost: a part of the page of what partners carry."""

from reports.figures.periods import Period
from reports.figures.recap.published import NotPublished
from reports.figures.returns.ledger import WINDOWS, Cut
from reports.figures.returns.views import ledger_for
from rptc import days
from rptc.parts import Part, register

# An outcome lasts that was not met on the street so many days later.
LASTS = 180
# Of fewer than these a mean says nothing.
MOST_FEW = 10
PLACE = WINDOWS.index(LASTS)


def outcomes_of(user, year: int) -> int | None:
    """How many exits of a year lasted. None while not all can be judged, or where this reader is
    not shown a number."""
    if year >= days.today().year:
        return None
    try:
        sums = ledger_for(user, Period.year(year), Cut.CLASS).sums
    except NotPublished:
        return None
    cell = sums.cells[PLACE]
    if None in (sums.exits, cell.back, cell.judged) or cell.judged < sums.exits:
        return None
    return cell.judged - cell.back


def _cost(context, costs):
    outcomes = outcomes_of(context["user"], costs.year)
    is_told = outcomes is not None and outcomes >= MOST_FEW
    return {
        "year": costs.year,
        "outcomes": outcomes,
        "few": MOST_FEW,
        "of_house": costs.of_house,
        "each": round(costs.of_house / outcomes) if is_told else None,
    }


register(
    "contributions.cost",
    Part(10, "reports/figures/_outcome_cost.html", _cost, "reports.view_returns"),
)
