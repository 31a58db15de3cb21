"""A program that fails says why, in the line that a technician can act on."""

import pytest

from rptc.upkeep.programs import ProgramFailed, pipe

FULL = "age: error: failed to write to output: no space left on device"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([FULL, "age: report unexpected or unhelpful errors at https://example.org"], FULL),
        (["pg_restore: error: no such table", "Command was: SELECT 1"], "no such table"),
        (["one", "two", ""], "two"),
        ([], "tanpa penjelasan"),
    ],
)
def test_what_failed_is_told_and_not_where_to_ask(lines, why):
    said = "".join(f"echo '{line}' >&2; " for line in lines)
    with pytest.raises(ProgramFailed, match=why) as failed:
        pipe(["sh", "-c", f"{said}exit 1"])
    assert str(failed.value).startswith("sh gagal: ")
