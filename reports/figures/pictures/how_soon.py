"""How soon partners answered, and how soon the first steps of casework were done."""

from reports.figures.casework.course import Step, Which, course
from reports.figures.partnership.counted import named_for
from reports.figures.pictures import counts
from reports.figures.pictures.drawing import WIDTH, Mark, Picture, line, rect, shortened, text
from reports.figures.pictures.panel import Cell, Line, Panel, Scope, Table, hours, number, of

MOST_PARTNERS = 8


def partners_shown(scope: Scope):
    """Those that may stand beside a number: on paper none whose destination is closed."""
    partners = named_for(scope.user)
    return partners.filter(closes_destination=False) if scope.is_paper else partners


def partners_panel(scope: Scope) -> Panel:
    key, title = "mitra", "Jawaban mitra"
    found = counts.answering(scope.year, partners_shown(scope))
    if not found:
        return Panel(key, title, f"Belum ada mitra yang ditanya pada {scope.year}.")
    names = {pk: one.name for pk, one in found.items()}
    ordered = sorted(found, key=lambda pk: (-len(found[pk].asked), names[pk]))
    shown, row, left = ordered[:MOST_PARTNERS], 30, 106
    picture = Picture(
        key, f"Jam sampai mitra menjawab, nilai tengah, {scope.year}", row * len(shown) + 4
    )
    known = [value for pk in shown for value in (found[pk].hours, found[pk].agreed) if value]
    scale = (WIDTH - left - 84) / max([*known, 1])
    for place, pk in enumerate(shown):
        one, y = found[pk], row * place + 6
        width = (one.hours or 0) * scale
        mark = one.agreed * scale if one.agreed else 0
        is_late = one.hours is not None and one.agreed is not None and one.hours > one.agreed
        href = scope.rows("mitra", partner=pk)
        words = hours(one.hours) if one.answered else "belum"
        picture.add(
            text("words", 0, y + 13, shortened(names[pk], 15)),
            rect("hatch" if is_late else "sea", left, y, width, 18) if one.answered else None,
            line("target", left + mark, y - 4, left + mark, y + 22) if mark else None,
            text("bold", left + max(width, mark) + 6, y + 13, words),
            rect("touch", 0, y - 6, WIDTH, row) if href else None,
            href=href,
            says=f"{names[pk]}: {words}",
        )
    lines = []
    for pk in ordered:
        one = found[pk]
        cells = (
            Cell(hours(one.hours)),
            Cell(hours(one.agreed)),
            of(*one.kept(scope.now), scope.rows("mitra", partner=pk, which="kept")),
            of(one.answered, len(one.asked), scope.rows("mitra", partner=pk, which="answered")),
        )
        lines.append(Line(names[pk], cells))
    late = [pk for pk in ordered if (found[pk].hours or 0) > (found[pk].agreed or float("inf"))]
    return Panel(
        key,
        title,
        _partners_say(found, names, late),
        picture,
        Table(
            ("Mitra", "Tengah", "Janji", "Tepat waktu", "Dijawab"), tuple(lines), is_worded=True
        ),
        (
            Mark("sea", "nilai tengah", key),
            Mark("hatch", "lewat janjinya", key),
            Mark("target", "janji jawab", key),
        ),
        note="Mitra dengan tujuan tertutup tidak dicetak." if scope.is_paper else "",
        rules=(
            "Pertanyaan tempat dan rujukan yang dikirim dalam tahun itu, sampai kabar pertama dari"
            " mitra, menurut jam dinding.",
            "Tepat waktu: dijawab sebelum batas yang disepakati, dari yang sudah dijawab atau"
            " sudah lewat batasnya.",
            "Yang kami tarik sebelum dijawab tidak dihitung.",
        ),
        more=Cell("Kemitraan", scope.link("reports:partnership", year=scope.year))
        if scope.user.has_perm("reports.view_indicators")
        else None,
        is_fine=True,
    )


def _partners_say(found, names, late):
    if not any(one.answered for one in found.values()):
        return "Belum ada mitra yang menjawab."
    if not late:
        return "Tidak ada mitra yang nilai tengah jawabannya lewat dari janjinya."
    others = f" dan {len(late) - 1} mitra lain" if len(late) > 1 else ""
    return f"{names[late[0]]}{others} menjawab lewat dari janjinya."


STEP_NAMES = {Step.ASSESSED: "asesmen awal", Step.PLANNED: "rencana", Step.SERVED: "layanan"}


def course_panel(scope: Scope) -> Panel:
    key, title = "langkah", "Jam sampai asesmen, rencana, layanan"
    steps = course(scope.period, scope.counting).sums.steps
    if not any(one.done for one in steps):
        return Panel(key, title, f"Belum ada yang dilakukan bagi yang masuk {scope.year}.")
    row, left = 42, 76
    picture = Picture(
        key, f"Jam sejak tiba sampai langkah pertama, masuk {scope.year}", row * 3 + 22
    )
    known = [value for one in steps for value in (one.hours.high, one.target) if value is not None]
    # From zero: what was done in the minute of the arrival has no length.
    scale = (WIDTH - left - 84) / max([*known, 1])
    for place, one in enumerate(steps):
        y, name = row * place + 6, STEP_NAMES[one.step]
        shapes = [text("words", 0, y + 18, name.split()[0].capitalize())]
        if one.done:
            low, middle, high = (
                left + value * scale for value in (one.hours.low, one.hours.middle, one.hours.high)
            )
            is_late = one.target is not None and one.hours.middle > one.target
            shapes += [
                line("axis", left, y + 14, high, y + 14),
                rect("hatch" if is_late else "before", low, y + 5, max(high - low, 1), 18),
                rect("sea", middle - 2, y + 1, 4, 26),
            ]
            end = max(high, left + (one.target or 0) * scale)
            shapes.append(text("bold", end + 8, y + 19, hours(one.hours.middle)))
        if one.target is not None:
            mark = left + one.target * scale
            shapes.append(line("target", mark, y - 3, mark, y + 31))
        href = _step_link(scope, one.step, Which.DONE) if one.done else ""
        shapes.append(rect("touch", 0, y - 5, WIDTH, row) if href else None)
        picture.add(*shapes, href=href, says=f"{one.step.label}: {hours(one.hours.middle)}")
    lines = []
    for one in steps:
        kept = Cell("tanpa batas")
        if one.step.has_target:
            kept = of(one.in_time, one.judged, _step_link(scope, one.step, Which.IN_TIME))
        cells = (
            number(one.done, _step_link(scope, one.step, Which.DONE)),
            Cell(hours(one.hours.middle)),
            Cell(f"{hours(one.hours.low)} – {hours(one.hours.high)}" if one.done else "·"),
            Cell(hours(one.target)),
            kept,
        )
        lines.append(Line(one.step.label, cells))
    told = [f"{STEP_NAMES[one.step]} {hours(one.hours.middle)}" for one in steps if one.done]
    return Panel(
        key,
        title,
        f"Separuh paling lama: {', '.join(told)}.",
        picture,
        Table(
            ("Langkah", "Sudah", "Tengah", "Separuh di antara", "Batas", "Tepat waktu"),
            tuple(lines),
            is_worded=True,
        ),
        (
            Mark("sea", "nilai tengah", key),
            Mark("before", "separuh di antara", key),
            Mark("hatch", "tengahnya lewat batas", key),
            Mark("target", "batas (nilai tengah)", key),
        ),
        rules=(
            "Masa pembinaan yang mulai dalam tahun itu, dari jam tiba sampai yang pertama.",
            "Tengah: separuh lebih cepat. Separuh di antara: tanpa seperempat paling cepat dan"
            " seperempat paling lama.",
            "Batas asesmen awal 24 jam, atau pukul 12.00 hari kerja berikutnya; batas rencana"
            " menurut risiko. Garisnya nilai tengah dari batas-batas itu.",
        ),
        more=Cell("Definisi lengkap", _definition(scope)),
        is_fine=True,
    )


def _definition(scope):
    address = scope.link("reports:casework_figures", scope.period.query)
    return f"{address}#definisi" if address else ""


def _step_link(scope, step, which):
    asked = {"step": step.value, "which": which.value}
    return scope.link("reports:casework_stays", scope.period.query, **asked)
