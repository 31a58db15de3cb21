"""The published tables of 2022 to 2024: counts only."""

import csv

from tests import DATA

FILE = DATA / "recaps_2022_2024.csv"

# year: total, L, P
OFFICIAL = {2022: (467, 217, 250), 2023: (761, 413, 348), 2024: (583, 298, 285)}


def official_rows(year):
    """[(class, L, P)] in the printed order."""
    with FILE.open(encoding="utf-8") as file:
        return [
            (row["classification"], int(row["male"]), int(row["female"]))
            for row in csv.DictReader(file)
            if int(row["year"]) == year
        ]
