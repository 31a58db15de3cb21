"""A refusal that leaves a row. The act is taken back; that somebody tried it is not.

Who catches the error in place of the act (acting, sending, decisions) lets it be written then.

    raise Refused("Tidak boleh diserahkan kepada orang ini.", write=...)
"""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """`write` makes the row, after the act was taken back."""

    def __init__(self, message, *, write):
        super().__init__(message)
        self.write = write


def write_refusal(error):
    """Of an act that was refused, and is taken back by now."""
    if isinstance(error, Refused):
        error.write()
