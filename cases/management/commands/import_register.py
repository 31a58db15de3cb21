import hashlib
import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from cases.intakes.models import RegisterImport
from cases.intakes.register.comparing import candidates, years_of
from cases.intakes.register.saving import (
    AlreadyRead,
    read,
    save_register,
    saved_before,
)
from cases.intakes.register.workbook import UnusableFile
from rptc.accounts.models import User

ALL_GOOD, SOME_REFUSED, UNUSABLE = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Reads the unit's register (Excel, OpenDocument, CSV). Without --commit a dry run. Exit 0:"
        " all rows good; 1: some refused (the good ones are saved); 2: file unusable."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--sheet", default="", help="only this sheet")
        parser.add_argument("--commit", action="store_true", help="save the good rows")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of text")

    def handle(self, *, file, sheet, commit, json, **options):
        try:
            content = Path(file).read_bytes()
            reading = read(content, sheet=sheet)
        except (OSError, UnusableFile) as error:
            self._say_unusable(str(error), json)
            sys.exit(UNUSABLE)
        answer = {
            "rows": len(reading.rows) + reading.refused_rows,
            "accepted": len(reading.rows),
            "refused": reading.refused_rows,
            "items": [vars(refusal) for refusal in reading.refused],
            "warnings": [vars(warning) for warning in reading.warnings],
        }
        rows = candidates(reading)
        answer |= {
            "twice": sum(one.is_twice for one in rows),
            "corrections": [correction for one in rows for correction in corrections(one)],
            "years": {year.year: [year.now, year.then] for year in years_of(rows)},
        }
        answer |= self._save(file, content, sheet, reading, rows) if commit else self._dry(rows)
        self._say(answer, json)
        sys.exit(SOME_REFUSED if reading.refused else ALL_GOOD)

    def _dry(self, rows):
        return {"saved": 0, "already_there": sum(one.is_there for one in rows)}

    def _save(self, file, content, sheet, reading, rows):
        register = RegisterImport(
            file_name=Path(file).name[:200],
            sha256=hashlib.sha256(content).hexdigest(),
            sheet=sheet,
        )
        try:
            by = User.objects.of_commands()
            register = save_register(register, rows, refused=reading.refused_rows, by=by)
        except AlreadyRead as error:
            before = saved_before(register.sha256, sheet)
            return {"saved": 0, "already_there": before.accepted, "note": error.message}
        return {"saved": register.accepted, "already_there": register.skipped}

    def _say_unusable(self, reason, as_json):
        empty = {"rows": 0, "accepted": 0, "refused": 0, "items": [], "error": reason}
        if as_json:
            self.stdout.write(json.dumps(empty, ensure_ascii=False))
        self.stderr.write(reason)

    def _say(self, answer, as_json):
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
            return
        for item in answer["items"]:
            self.stdout.write(
                f"{item['sheet']} baris {item['row']}, {item['column']}: “{item['value']}”."
                f" {item['expected']}"
            )
        for item in answer["warnings"]:
            place = f" baris {item['row']}" if item["row"] else ""
            self.stdout.write(f"Perhatian, {item['sheet']}{place}: {item['text']}")
        self.stdout.write(
            f"{answer['rows']} baris: {answer['accepted']} terbaca, {answer['refused']} ditolak,"
            f" {answer['already_there']} sudah ada, {answer['saved']} disimpan."
        )
        for text in answer["corrections"]:
            self.stdout.write(f"Beda dengan yang ada, tidak disimpan: {text}")
        if answer["twice"]:
            self.stdout.write(f"Sama dengan baris lain, tidak disimpan: {answer['twice']}")
        for year, (now, then) in answer["years"].items():
            self.stdout.write(f"{year}: {now} baris, sesudah disimpan {then}.")
        if note := answer.get("note"):
            self.stdout.write(note)


def corrections(candidate):
    """What a row of the file says otherwise than the row that is there, without a name."""
    if candidate.of:
        changed = ", ".join(change.label for change in candidate.changes)
        yield f"{candidate.row.sheet} baris {candidate.row.row}: {changed}"
