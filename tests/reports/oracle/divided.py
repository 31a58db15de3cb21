"""Where each counted row stands when the recap is divided: a function a cut."""

from collections import Counter, defaultdict

from tests.reports.oracle.raw import length, wita, years_between
from tests.reports.oracle.recap import counted, is_caught, order_of

OF_STAYS = {"lama", "cara-keluar", "mitra"}
CUTS = "tempat asal umur pintu penjangkau regu hasil dijangkau berulang lama cara-keluar mitra"
HANDED = {"police", "hospital", "agency", "referred", "family"}
BANDS = [(5, "0-5"), (12, "6-12"), (17, "13-17"), (25, "18-25"), (45, "26-45"), (59, "46-59")]
LENGTHS = [(3, "1-3"), (7, "4-7"), (14, "8-14"), (30, "15-30"), (90, "31-90")]
TAKEN_OVER = {"accepted", "arrived", "in_service", "finished", "returned"}


def cuts_of(measure):
    if measure == "pembinaan":
        return [cut for cut in CUTS.split() if cut != "dijangkau"]
    return [cut for cut in CUTS.split() if cut not in OF_STAYS]


def divided(house, measure, cut, first, until, closed=()):
    """{key: Counter of sexes}; files of people who are `closed` stand in a line of their own."""
    found, key_of = defaultdict(Counter), globals()[f"_by_{cut.replace('-', '_')}"]
    for row, intake, day in counted(house, measure, first, until):
        is_closed = intake.person_id in closed
        key = "tertutup" if is_closed else key_of(house, row, intake, day)
        found[key][intake.sex] += 1
    return dict(found)


def _by_tempat(house, row, intake, day):
    if intake.hot_spot_id:
        return district_of(house, intake.hot_spot_id)[:8]
    return "ditulis" if intake.place else ""


def district_of(house, spot):
    return house.by_id("regions", house.by_id("spots", spot).village_id).code


def _by_asal(house, row, intake, day):
    person = house.by_id("people", intake.person_id)
    if person.origin_id is None:
        return "ditulis" if person.origin_text else ""
    code = house.by_id("regions", person.origin_id).code
    return code[:8] if code.startswith("73.71") else code[:5]


def age_on(person, day):
    """In whole years, or nothing where no number is known."""
    if person.age_kind == "birth":
        return years_between(person.born_on, day)
    if person.age_kind in ("exact", "about"):
        return person.age_years + max(years_between(person.age_stated_on, day), 0)
    return None


def _by_umur(house, row, intake, day):
    person = house.by_id("people", intake.person_id)
    said = {"unknown": "", "child": "anak", "adult": "dewasa", "elder": "60"}
    if person.age_kind in said:
        return said[person.age_kind]
    age = age_on(person, day)
    if age < 0:
        return ""
    return next((name for most, name in BANDS if age <= most), "60")


def _by_pintu(house, row, intake, day):
    return intake.door


def _by_penjangkau(house, row, intake, day):
    if intake.patrol_id:
        said = house.by_id("patrols", intake.patrol_id).companions.lower()
        return "satpol-pp" if "satpol" in said or "pol pp" in said else "trc"
    return "" if intake.door == "register" else "bukan-patroli"


def _by_regu(house, row, intake, day):
    if intake.patrol_id:
        return str(house.by_id("patrols", intake.patrol_id).team_id)
    return "" if intake.door == "register" else "bukan-patroli"


def _by_hasil(house, row, intake, day):
    return intake.outcome


def _by_dijangkau(house, row, intake, day):
    if house.of("stays", "intake_id", intake.id):
        return "diterima"
    if intake.outcome in HANDED:
        return "diserahkan"
    ends = {"brought": "di-jalan", "advised": "di-tempat", "refused": "menolak"}
    return ends.get(intake.outcome, "")


def _by_berulang(house, row, intake, day):
    before = [
        other
        for other in house.of("intakes", "person_id", intake.person_id)
        if is_caught(house, other) and order_of(other) < order_of(intake)
    ]
    return str(min(len(before), 2))


def _by_lama(house, stay, intake, day):
    if not stay.ended_at:
        return "di-sini"
    lasted = length(wita(stay.began_at), wita(stay.ended_at))
    return next((name for most, name in LENGTHS if lasted <= most), "91")


def exit_of(house, stay):
    done = [row for row in house.of("exits", "stay_id", stay.id) if row.state == "done"]
    return done[-1] if done else None


def way_out(house, stay):
    """The code of how somebody left, or nothing."""
    exit = exit_of(house, stay)
    return exit and house.by_id("exit_kinds", exit.kind_id).code


def taken_over_by(house, stay):
    """The partner of the newest referral that somebody was taken over by, or nothing."""
    rows = house.of("referrals", "stay_id", stay.id)
    taken = [row for row in rows if row.state in TAKEN_OVER]
    return taken[-1].partner_id if taken else None


def _by_cara_keluar(house, stay, intake, day):
    return (way_out(house, stay) or "tidak-diketahui") if stay.ended_at else "di-sini"


def _by_mitra(house, stay, intake, day):
    if not stay.ended_at:
        return "di-sini"
    if way_out(house, stay) != "mitra":
        return "bukan-mitra"
    return str(taken_over_by(house, stay) or "tanpa-rujukan")
