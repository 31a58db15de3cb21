"""Papers of those in the living house: of every state, one too long at its office, one letter for
several, one who refuses, one that came."""

import random
import uuid

from cases.papers.actions import (
    ask_paper,
    ask_together,
    end_request,
    hear_word,
    receive_paper,
    write_paper,
)
from cases.papers.models import (
    Paper,
    PaperKind,
    PaperLetter,
    PaperOffice,
    PaperRequest,
    PaperWord,
    Refused,
)
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
        _together(story, dice),
    )


def _key(dice):
    return uuid.UUID(int=dice.getrandbits(128), version=4)


def _worker(story, stay):
    return stay.social_worker or story.staff["peksos"]


def _said(story, dice, key, ago, hour, code, state, note):
    yield story.ago(ago, hour, 20)
    stay = story.house[key]
    paper = Paper(
        person=stay.person,
        kind=PaperKind.objects.get(code=code),
        state=state,
        said_on=days.today(),
        note=note,
        send_key=_key(dice),
    )
    write_paper(paper, by=_worker(story, stay))


def _paper(story, key, code):
    return Paper.objects.get(stay=story.house[key], kind__code=code)


def _asked(story, dice, key, code, office):
    stay = story.house[key]
    row = PaperRequest(
        paper=_paper(story, key, code),
        office=PaperOffice.objects.get(name=office),
        asked_on=days.today(),
        receipt="471/2260",
        send_key=_key(dice),
    )
    return ask_paper(row, by=_worker(story, stay)), _worker(story, stay)


def _late(story, dice):
    """Fifteen days at an office where it usually takes ten; what they said does not help."""
    yield story.ago(15, 11)
    row, by = _asked(story, dice, "long here", "ktp", "Disdukcapil Makassar")
    yield story.ago(7, 11)
    words = "Blangko habis, mungkin minggu depan."
    hear_word(PaperWord(request=row, on=days.today(), words=words, send_key=_key(dice)), by=by)


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


def _together(story, dice):
    """One letter for six people; who does not want it stands beside."""
    yield story.ago(1, 10)
    codes = {"long here": ["kk"], "planned": ["akta", "kia"], "four times": ["akta"]}
    papers = [_paper(story, key, code) for key in TOGETHER for code in codes.get(key, ["ktp"])]
    refused = [(_paper(story, "gatherer", "ktp"), "Belum mau difoto.")]
    office = PaperOffice.objects.get(name="Disdukcapil Makassar")
    letter = PaperLetter(office=office, send_key=_key(dice))
    ask_together(letter, papers=papers, refused=refused, by=story.staff["peksos"])
