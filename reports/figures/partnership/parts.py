"""The way of a partner to its own part of the seven indicators."""

from rptc.parts import Part, register


def _own(context, partner):
    return {"partner": partner}


register("portal.end", Part(10, "reports/figures/_partnership_way.html", _own))
