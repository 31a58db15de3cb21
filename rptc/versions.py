"""Rows that are never changed: what is mended is a row beside the old one, which it `corrects`."""


def add_versions(rows: list, corrected) -> list:
    """Give each its `versions` of before, the newest first; `corrected` are those that the reader
    may see. Returns all of them, each before its versions."""
    before = {each.pk: each for each in corrected}
    for row in rows:
        row.versions, older = [], before.get(row.corrects_id)
        while older:
            row.versions.append(older)
            older = before.get(older.corrects_id)
    return [each for row in rows for each in (row, *row.versions)]
