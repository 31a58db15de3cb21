import re

from django.template.loaders import app_directories, filesystem


class Unindented(filesystem.Loader):
    """Templates of one element a line, sent without the indentation of their source.

    A row of a list stands deep in its page, and a list has a hundred of them: indentation would be
    a quarter of what a telephone fetches. Lines stay lines, for error pages count them.
    """

    def get_contents(self, origin):
        return re.sub(r"\n[ \t]+", "\n", super().get_contents(origin))


class UnindentedOfPackages(Unindented, app_directories.Loader):
    """The same of templates that packages bring: those of forms stand in most pages."""
