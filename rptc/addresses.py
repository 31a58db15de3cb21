from django.urls import path


def address(route, view):
    """An address is called as the view that it leads to (tests/test_pages.py): said once."""
    return path(route, view, name=view.__name__)
