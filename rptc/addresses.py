from django.urls import path


def page(route, view):
    """An address that bears the name of its view, as its template and its tests do."""
    return path(route, view, name=view.__name__)
