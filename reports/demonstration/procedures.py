"""What the unit has confirmed of its legal basis, the SOP that all are to read, and who did."""

from datetime import date

from reports.demonstration.pictures import emblem
from rptc.letters.procedures import actions
from rptc.letters.procedures.models import Procedure, ProcedureScan

SOPS = [
    ("1/RPTC/2026", "penerimaan klien dan pemeriksaan barang", ["terima"], True),
    ("2/RPTC/2026", "serah terima piket, absen dan lari", ["rumah"], True),
    ("3/RPTC/2026", "menyerahkan klien kepada keluarga atau mitra", ["pulang", "rujuk"], False),
]
READERS = ["kepala", "tu", "peksos", "piket"]


def add(story):
    story.tell(_confirmed(story))


def _confirmed(story):
    yield story.ago(20, 9)
    office = story.staff["tu"]
    perda = Procedure.objects.get(kind="perda", number="2", year=2008)
    perda.valid_from = date(2008, 1, 1)
    actions.change_procedure(perda, by=office)
    actions.confirm_procedure(perda, version=perda.version, by=office)
    for number, title, matters, must_be_read in SOPS:
        row = Procedure(
            kind="sop",
            number=number,
            title=f"{title} (contoh)",
            valid_from=date(2026, 1, 5),
            matters=matters,
            must_be_read=must_be_read,
        )
        actions.write_procedure(row, by=office)
        actions.add_procedure_scan(ProcedureScan(procedure=row), paper=emblem().content, by=office)
        actions.confirm_procedure(row, version=row.version, by=office)
    yield story.ago(18, 10)
    first = Procedure.objects.get(number=SOPS[0][0])
    for name in READERS:
        actions.say_read(first, edition=first.edition, by=story.staff[name])
