"""Papers of those in the living house: of every state, one too long at its office, one letter for
several, one who refuses, one who changes their mind, one that came; and ways home: under way,
arrived, without word."""

import random

from cases.exits.models import Exit
from cases.papers.actions import (
    ask_paper,
    ask_together,
    end_request,
    hear_word,
    receive_paper,
    refuse,
    take_back_refusal,
    write_paper,
)
from cases.papers.homecoming.actions import arrive, begin_homecoming, write_letter, write_piece
from cases.papers.homecoming.letters import DIRECT, RECEIPT
from cases.papers.homecoming.models import GOES_HOME, Homecoming, HomecomingPiece, Step
from cases.papers.models import (
    Paper,
    PaperKind,
    PaperLetter,
    PaperOffice,
    PaperRefusal,
    PaperRefusalEnd,
    PaperRequest,
    PaperWord,
    Refused,
)
from cases.papers.siks.actions import mark_entered
from cases.papers.siks.models import SiksEntry
from cases.places.models import Region
from cases.stays.models import Stay
from reports.demonstration.dice import key_of, worker_of
from rptc import days

# key, days ago, hour, kind, state, what was said
SAID = [
    ("long here", 16, 10, "ktp", "lost", "hilang di terminal Mallengkeri"),
    ("long here", 16, 10, "kk", "lost", "masih ikut KK mantan suami, Gowa"),
    ("long here", 16, 10, "akta", "has", "asli pada klien"),
    ("long here", 16, 10, "nikah", "never", "cerai lisan, tanpa surat"),
    ("returned", 10, 10, "bpjs", "never", ""),
    ("returned", 10, 10, "ktp", "has", "asli dititipkan"),
    ("often met", 4, 10, "ktp", "lost", ""),
    ("silver man", 3, 10, "ktp", "never", ""),
    ("gatherer", 2, 11, "ktp", "never", "belum pernah merekam sidik jari"),
    ("planned", 3, 11, "akta", "never", ""),
    ("planned", 3, 11, "kia", "never", ""),
    ("four times", 2, 11, "akta", "lost", ""),
    ("old man", 2, 11, "ktp", "lost", ""),
]
TOGETHER = ["often met", "silver man", "planned", "four times", "old man", "long here"]


def add(story, patrols):
    # Of its own, so that the rest of the story stays as it is.
    dice = random.Random(f"Dokumen {story.today:%Y-%m-%d}")  # noqa: S311
    story.tell(
        *(_said(story, dice, *said) for said in SAID),
        _late(story, dice),
        _came(story, dice),
        _came_to_nothing(story, dice),
        _changed_mind(story, dice),
        _together(story, dice),
        _prepared(story, dice),
        _arrived(story, dice),
        _without_word(story, dice),
        _entered(story, dice),
    )


def _entered(story, dice):
    """One is in SIKS-NG already."""
    yield story.ago(6, 15)
    stay = story.house["long here"]
    row = SiksEntry(person=stay.person, send_key=key_of(dice))
    mark_entered(row, by=worker_of(story, stay))


def _said(story, dice, key, ago, hour, code, state, note):
    yield story.ago(ago, hour, 20)
    stay = story.house[key]
    paper = Paper(
        person=stay.person,
        kind=PaperKind.objects.get(code=code),
        state=state,
        said_on=days.today(),
        note=note,
        send_key=key_of(dice),
    )
    write_paper(paper, by=worker_of(story, stay))


def _paper(story, key, code):
    return Paper.objects.get(stay=story.house[key], kind__code=code)


def _asked(story, dice, key, code, office):
    stay = story.house[key]
    row = PaperRequest(
        paper=_paper(story, key, code),
        office=PaperOffice.objects.get(name=office),
        asked_on=days.today(),
        receipt="471/2260",
        send_key=key_of(dice),
    )
    return ask_paper(row, by=worker_of(story, stay)), worker_of(story, stay)


def _late(story, dice):
    """Fifteen days at an office where it usually takes ten; what they said does not help."""
    yield story.ago(15, 11)
    row, by = _asked(story, dice, "long here", "ktp", "Disdukcapil Makassar")
    yield story.ago(7, 11)
    words = "Blangko habis, mungkin minggu depan."
    hear_word(PaperWord(request=row, on=days.today(), words=words, send_key=key_of(dice)), by=by)


def _came(story, dice):
    yield story.ago(9, 13)
    row, by = _asked(story, dice, "returned", "bpjs", "BPJS Kesehatan Makassar")
    yield story.ago(3, 13)
    receive_paper(row, got_on=days.today(), number="0001234567890", by=by)


def _came_to_nothing(story, dice):
    yield story.ago(14, 13)
    row, by = _asked(story, dice, "long here", "nikah", "KUA")
    yield story.ago(12, 13)
    words = "Nikahnya tidak tercatat; minta isbat nikah dahulu."
    end_request(row, end_reason=Refused.REFUSED, end_words=words, by=by)


def _changed_mind(story, dice):
    """Refused in the morning of a day, and wanted on the next: in time for the letter of all."""
    yield story.ago(2, 12)
    by = worker_of(story, story.house["old man"])
    row = PaperRefusal(paper=_paper(story, "old man", "ktp"), send_key=key_of(dice))
    row.on, row.reason = days.today(), "Takut difoto."
    row = refuse(row, by=by)
    yield story.ago(1, 9)
    end = PaperRefusalEnd(refusal=row, on=days.today(), send_key=key_of(dice))
    end.words = "Mau, asal ditemani petugas."
    take_back_refusal(end, by=by)


def _together(story, dice):
    """One letter for six people; who does not want it stands beside."""
    yield story.ago(1, 10)
    codes = {"long here": ["kk"], "planned": ["akta", "kia"], "four times": ["akta"]}
    papers = [_paper(story, key, code) for key in TOGETHER for code in codes.get(key, ["ktp"])]
    refused = [(_paper(story, "gatherer", "ktp"), "Belum mau difoto.")]
    office = PaperOffice.objects.get(name="Disdukcapil Makassar")
    letter = PaperLetter(office=office, send_key=key_of(dice))
    ask_together(letter, papers=papers, refused=refused, by=story.staff["peksos"])


JENEPONTO, BULUKUMBA = "73.04", "73.02"
PREPARED = {
    Step.IDENTITY: {"number": "SKTLK/214/XI", "who": "Polsek Tamalate"},
    Step.FIT: {"who": "Puskesmas Barombong"},
    Step.ESCORT: {"who": "Fadli Mappaseng", "words": "pulang hari yang sama"},
    Step.MEETS: {"who": "Sanneng", "relation": "adik", "phone": "0812-0000-0533"},
    Step.MONEY: {"ticket": 85_000, "pocket": 100_000},
}


def _begun(story, dice, stay, region, place, steps):
    """What this is about is named by its stay, and never by how many there are."""
    by = worker_of(story, stay)
    row = Homecoming(
        stay=stay,
        region=Region.objects.get(code=region),
        place=place,
        leaves_on=days.today() + days.ONE_DAY,
        budget_line="Belanja perjalanan pemulangan",
        send_key=key_of(dice),
    )
    row = begin_homecoming(row, by=by)
    for step in steps:
        said = dict(PREPARED[step])
        if step == Step.FIT:
            said["on"] = days.today()
        write_piece(
            HomecomingPiece(homecoming=row, code=step, send_key=key_of(dice), **said), by=by
        )
    return row, by


def _prepared(story, dice):
    yield story.ago(1, 11)
    steps = [step for step in PREPARED if step != Step.MONEY]
    _begun(story, dice, story.house["returned"], JENEPONTO, "Tolo, Kelara", steps)


def _left_home(first, last):
    """Whoever left for home so many days ago, and is the last of them."""
    since, before = (days.now() - ago * days.ONE_DAY for ago in (first, last))
    home = Exit.objects.filter(state="done", kind__code__in=GOES_HOME)
    home = home.filter(left_at__gt=since, left_at__lte=before, stay__homecomings=None)
    exit = home.order_by("-left_at", "-pk").first()
    return exit and Stay.objects.select_related("person").get(pk=exit.stay_id)


def _arrived(story, dice):
    """Prepared in haste after they had gone, and arrived on the same day."""
    yield story.ago(2, 15)
    if stay := _left_home(40, 3):
        _went_with_card(dice, stay, worker_of(story, stay))
        row, by = _begun(story, dice, stay, BULUKUMBA, "Ujung Loe", PREPARED)
        for sort in (DIRECT, RECEIPT):
            write_letter(row, sort, by=by)
        row.arrived_at, row.arrived_told_by = stay.ended_at + 6 * days.ONE_HOUR, "Sanneng, adik"
        row.arrived_how = "telepon"
        row.version += 1
        arrive(row, by=by)


def _went_with_card(dice, stay, by):
    """Written down late: a BPJS card that they never had, and had when they left."""
    first, last = stay.entered_on, days.day_of(stay.ended_at)
    paper = Paper(
        person=stay.person,
        kind=PaperKind.objects.get(code="bpjs"),
        state="never",
        said_on=first,
        send_key=key_of(dice),
    )
    row = PaperRequest(
        paper=write_paper(paper, by=by),
        office=PaperOffice.objects.get(name="BPJS Kesehatan Makassar"),
        asked_on=first,
        send_key=key_of(dice),
    )
    receive_paper(ask_paper(row, by=by), got_on=last, by=by)


def _without_word(story, dice):
    yield story.ago(1, 16)
    if stay := _left_home(40, 2):
        _begun(story, dice, stay, JENEPONTO, "Bontoramba", [Step.ESCORT, Step.MEETS])
