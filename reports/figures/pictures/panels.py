"""All pictures of a year, in the order of the page."""

from reports.figures.pictures.how_soon import course_panel, partners_panel
from reports.figures.pictures.met import classes_panel, met_by_month, months_panel, years_panel
from reports.figures.pictures.panel import Panel, Scope
from reports.figures.pictures.stays_and_returns import (
    crossed_panel,
    exits_of_year,
    families_panel,
    lengths_panel,
    returns_panel,
)
from reports.figures.pictures.when_and_where import districts_panel, hours_panel


def panels_of(scope: Scope) -> list[Panel]:
    """All of them, in the order of the page."""
    met, left = met_by_month(scope), exits_of_year(scope)
    panels = [
        years_panel(scope, met),
        months_panel(scope, met),
        classes_panel(scope, met),
        hours_panel(scope),
        districts_panel(scope),
        lengths_panel(scope),
        returns_panel(scope),
        families_panel(scope, left),
        crossed_panel(scope, left),
    ]
    if scope.user.has_perm("partners.view_referral"):
        panels.append(partners_panel(scope))
    if scope.user.has_perm("cases.view_service"):
        panels.append(course_panel(scope))
    return panels
