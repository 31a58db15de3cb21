"""Reads one workbook from standard input and prints its sheets as JSON. Runs in a process of its
own, as a script, with little memory and time: calamine is native code that allocates what a file
claims to hold, and an allocation that fails ends the process, which must not be the web worker.
"""

import datetime
import io
import json
import resource
import sys

import python_calamine

MEMORY = 1024 * 1024 * 1024
SECONDS = 15
MAX_MERGES = 20_000


class Unusable(Exception):
    """Why a workbook cannot be used, as a code that workbook.py turns into words."""


def plain(value):
    """JSON has no dates: they travel as {"date": ISO}, hours and lengths of time as text."""
    if isinstance(value, datetime.datetime):
        # A cell before 1900-03-01 or after 9999 cannot be a day of ours; as text it is refused.
        return {"date": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    return value


def read_sheet(sheet, max_rows, max_cells):
    if sheet.total_height * sheet.total_width > max_cells:
        raise Unusable("cells")
    rows = sheet.to_python(skip_empty_area=False)
    if sum(any(cell not in ("", None) for cell in row) for row in rows) > max_rows:
        raise Unusable("rows")
    merges = sheet.merged_cell_ranges or []
    if len(merges) > MAX_MERGES:
        raise Unusable("cells")
    return [[plain(cell) for cell in row] for row in rows], merges


def read_workbook(data, max_sheets, max_rows, max_cells):
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        worksheets = [
            meta
            for meta in book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if len(worksheets) > max_sheets:
            raise Unusable("sheets")
        sheets = []
        for meta in worksheets:
            rows, merges = read_sheet(book.get_sheet_by_name(meta.name), max_rows, max_cells)
            max_rows -= sum(any(cell not in ("", None) for cell in row) for row in rows)
            max_cells -= sum(map(len, rows))
            sheets.append(
                {
                    "name": meta.name,
                    "hidden": meta.visible != python_calamine.SheetVisibleEnum.Visible,
                    "rows": rows,
                    "merges": merges,
                }
            )
        return sheets


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limits = [int(number) for number in sys.argv[1:]]
    try:
        answer = {"sheets": read_workbook(sys.stdin.buffer.read(), *limits)}
    except Unusable as reason:
        answer = {"unusable": str(reason)}
    except python_calamine.PasswordError:
        answer = {"unusable": "encrypted"}
    except (python_calamine.CalamineError, ValueError, OverflowError, OSError, MemoryError):
        answer = {"unusable": "damaged"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
