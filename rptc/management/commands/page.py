import inspect
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import resolve


def named(view, root, pattern, *others):
    """The file of a view under `root`: in the view's own folder or the nearest around it, named as
    the view or as a beginning of its name, or else as one of the others."""
    folder = Path(*view.__module__.removeprefix("rptc.").split(".")[:-1])
    words = view.__name__.split("_")
    names = ["_".join(words[:count]) for count in range(len(words), 0, -1)]
    for place in [folder, *folder.parents]:
        for name in [*names, *others, folder.name]:
            path = Path(settings.BASE_DIR, root, place, pattern.format(name))
            if path.exists():
                return path
    return None


def template_of(view):
    return named(view, "templates", "{}.html", f"_{view.__name__}")


def tests_of(view):
    return named(view, "tests", "test_{}.py")


class Command(BaseCommand):
    help = "Where a page stands: its view, its template, its tests."

    def add_arguments(self, parser):
        parser.add_argument("address", help="/stays/3/bed/")

    def handle(self, *, address, **options):
        view = inspect.unwrap(resolve(address).func)
        line = inspect.getsourcelines(view)[1]
        for path in (f"{inspect.getsourcefile(view)}:{line}", template_of(view), tests_of(view)):
            if path:
                self.stdout.write(str(path).removeprefix(f"{settings.BASE_DIR}/"))
