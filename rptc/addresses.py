from django.urls import path

# Shows no klien, or tells the log itself whom it showed: leaves no line by itself.
NOBODY = None


def page(route, view, shows=""):
    """An address that bears the name of its view, as its template and its tests do.

    Every page leaves a line in the log when it is shown (rptc/audit/looks.py). `shows` is what
    the line calls it, where the row that the address names does not say it already; NOBODY where
    no klien can be on it.
    """
    view.shows = shows
    return path(route, view, name=view.__name__)
