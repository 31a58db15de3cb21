"""Services by what the city counts (SPM): each act once, in the row of its class."""

from collections import defaultdict

from tests.reports.oracle.raw import length, wita

# PP 2/2018, article 10, by the code of a class.
GROUPS = {"adk": "a", "anjal": "b", "anak-terlantar": "b", "lansia": "c", "gepeng": "d"}
PAPERS = dict.fromkeys(["ktp", "kk", "akta", "kia", "nikah"], "papers") | {"bpjs": "access"}
# Meals are counted of so many days.
MEAL_DAYS = 7


def acts(house):
    """(stay, service, day) of what a paper or help says by itself."""
    for row in house.paper_requests:
        kind = house.by_id("paper_kinds", house.by_id("papers", row.paper_id).kind_id)
        if row.got_on and row.stay_id and kind.code in PAPERS:
            yield row.stay_id, PAPERS[kind.code], row.got_on
    for row in house.helps:
        spm = house.by_id("help_reasons", row.reason_id).spm
        if row.state == "paid" and spm:
            yield row.stay_id, spm, row.paid_on


def given(house):
    """(stay, service, times, day) of all that was given, ever."""
    by_themselves = list(acts(house))
    yield from ((stay, spm, 1, on) for stay, spm, on in by_themselves)
    known = set(by_themselves)
    for row in house.services:
        if row.state == "done" and row.spm:
            day = wita(row.done_at)
            if (row.stay_id, row.spm, day) not in known:
                yield row.stay_id, row.spm, 1, day
    for row in house.portions:
        call, stay = house.by_id("calls", row.roll_call_id), house.by_id("stays", row.stay_id)
        if row.status == "present" and length(wita(stay.began_at), call.on) <= MEAL_DAYS:
            yield row.stay_id, "meals", 2 if call.part == "morning" else 1, call.on
    for row in house.exits:
        if row.state == "done" and house.by_id("exit_kinds", row.kind_id).to_family:
            yield row.stay_id, "reunion", 1, wita(row.left_at)
    for row in house.referrals:
        if row.sent_at:
            yield row.stay_id, "referral", 1, wita(row.sent_at)


def services(house, first, until):
    """{(service, line): (times, men and boys, women and girls)}; nothing stands for all."""
    times, people = defaultdict(int), defaultdict(set)
    for key, spm, n, on in given(house):
        if not first <= on < until:
            continue
        stay = house.by_id("stays", key)
        line = GROUPS.get(house.class_of(house.intake_of(stay)).code, "-")
        sex = house.by_id("people", stay.person_id).sex
        for cell in [(spm, line), (spm, None), (None, line), (None, None)]:
            times[cell] += n
            people[cell].add((stay.person_id, sex))
    return {
        cell: (n, *(sum(each == sex for _, each in people[cell]) for sex in "LP"))
        for cell, n in times.items()
    }
