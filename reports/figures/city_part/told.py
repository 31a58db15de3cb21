"""The part in words, to be pasted into the city's own document; and on paper."""

from reports.figures.city_part.contents import CityPart
from reports.figures.recap.files import HIDDEN_NOTE, shown
from reports.figures.services.models import NOT_SET
from reports.templatetags.casework_figures import lama_hari
from rptc import words
from rptc.words import angka

TITLE = "Bagian RPTC"
NOT_RECORDED = "tidak dicatat"


def title_of(part: CityPart) -> str:
    return f"{TITLE} {part.year}"


def text_of(part: CityPart, unit) -> str:
    """Plain lines: what is pasted takes the form of the document."""
    told = [f"{title_of(part)}, {unit.name}"]
    if part.points:
        told.append(f"SEMENTARA. {' '.join(part.points)}")
    for heading, lines in _parts(part):
        if lines:
            told += ["", heading, *lines]
    told += ["", f"Sumber: {unit.source}."]
    return "\n".join(told)


def _parts(part):
    yield "Angka pokok", [*_totals(part), *_length(part)]
    yield "Terjaring menurut klasifikasi (L, P, jumlah)", _classes(part)
    yield "SPM: target, realisasi, capaian", _spm(part)
    yield "Cara keluar", _exits(part)
    yield (
        "Tujuh indikator kemitraan",
        [
            f"{each.definition.get_number_display()}: {each.definition.measure}"
            f" {each.headline or NOT_RECORDED}"
            for each in part.partnership
        ],
    )
    if part.word:
        yield "Permasalahan", [part.word.problems]
        yield "Tindak lanjut", [part.word.follow_up]


def _totals(part):
    if not part.lines:
        until = words.tanggal_surat(part.recap.period.last)
        return [f"Terjaring sampai {until}: {shown(part.recap.total)}"]
    return [f"{_counted(line)}: {_number(line.now)}{_was(part, line)}" for line in part.lines]


def _counted(line):
    return ", ".join(filter(None, [line.label, line.counts]))


def _number(number):
    return NOT_RECORDED if number is None else angka(number)


def _was(part, line):
    return f" ({part.before_title}: {_number(line.before)})" if part.before else ""


def _length(part):
    if not part.length.n:
        return []
    return [f"Lama tinggal, nilai tengah: {lama_hari(part.length.middle)}"]


def _classes(part):
    lines = [
        f"{each.row.name}: {', '.join(shown(number) for number in each.row.numbers)}"
        for each in part.classes
    ]
    return lines + ([HIDDEN_NOTE] if part.recap.hides_something and lines else [])


def _spm(part):
    if part.spm is None:
        return []
    return [_spm_line(part, row) for row in part.spm.rows]


def _spm_line(part, row):
    target = NOT_SET if row.number is None else angka(row.number)
    told = f"{row.line.value}. {row.line.label}: target {target}"
    if not (row.year.people or part.has_stays):
        return f"{told}, realisasi {NOT_RECORDED}"
    share = "" if row.percent is None else f", capaian {angka(row.percent, 1)}%"
    return f"{told}, realisasi {angka(row.year.people)}{share}"


def _exits(part):
    if part.exits is None:
        return []
    kept = part.exits.ledger
    if not (kept.sums.exits or part.has_stays):
        return [f"{kept.sums.name}: {NOT_RECORDED}"]
    lines = [f"{line.name}: {shown(line.exits)}" for line in (*kept.lines, kept.sums)]
    lines.append(part.exits.counts)
    return lines + ([HIDDEN_NOTE] if kept.hides_something else [])
