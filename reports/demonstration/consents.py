"""What those in the living house were asked and told: yes and no, by a guardian for a child, and
one yes that was taken back."""

from datetime import timedelta

from cases.file.consents.actions import (
    ask,
    decide_stand_in,
    propose_stand_in,
    tell,
    withdraw,
)
from cases.file.consents.models import (
    Answer,
    ChildSays,
    Consent,
    ConsentWithdrawal,
    Explained,
    GivenBy,
    Ground,
    Purpose,
    StandIn,
)
from reports.demonstration.dice import key_of, own_dice, worker_of
from rptc import days

# key, days ago, hour, language, how, interpreter
TOLD = [
    ("often met", 4, 9, "Makassar", Explained.ALOUD, ""),
    ("planned", 3, 9, "Indonesia", Explained.ALOUD, ""),
    ("quiet woman", 3, 10, "Bugis", Explained.INTERPRETER, "Andi Tenri"),
    ("health", 1, 9, "Indonesia", Explained.READ, ""),
    ("old woman", 1, 10, "Makassar", Explained.ALOUD, ""),
]
# key, days ago, hour, for what, to whom, answer, words
ASKED = [
    ("often met", 4, 10, Purpose.FAMILY, "", Answer.YES, "Suaminya saja, di Gowa."),
    ("often met", 4, 10, Purpose.PHOTO, "Pameran kerajinan Dinas Sosial", Answer.YES, ""),
    ("health", 1, 10, Purpose.FAMILY, "", Answer.NO, "Jangan, nanti suaminya tahu ia di sini."),
    ("quiet woman", 3, 11, Purpose.FAMILY, "", Answer.CANNOT, "Tidak menjawab pertanyaan."),
]
# key, days ago, hour, for what, to whom, who, relation, what the child says
FOR_A_CHILD = [
    ("planned", 3, 11, Purpose.PHOTO, "Laporan tahunan, wajahnya tidak terlihat",
     "Hasnah Dg. Bau", "bibi, wali", ChildSays.AGREES),
]  # fmt: skip
# key, days ago, hour, ground, what was searched, hours until the head decides
STANDS_IN = [
    ("singer", 1, 10, Ground.UNKNOWN, "Ditanyakan di Pasar Pa'baeng-baeng: ada yang pernah lihat"
     " ibunya, namanya tidak tahu.", 3),
    ("four times", 1, 8, Ground.DANGER, "Pamannya menyuruhnya meminta di lampu merah.", None),
]  # fmt: skip
TAKEN_BACK = ("often met", Purpose.PHOTO, 2, 16)


def add(story, patrols):
    dice = own_dice(story, "Persetujuan")
    story.tell(
        *(_told(story, dice, *told) for told in TOLD),
        *(_asked(story, dice, *asked) for asked in ASKED),
        *(_for_a_child(story, dice, *asked) for asked in FOR_A_CHILD),
        *(_stands_in(story, dice, *asked) for asked in STANDS_IN),
    )


def _told(story, dice, key, ago, hour, language, explained, interpreter):
    yield story.ago(ago, hour, 15)
    how = {"language": language, "explained": explained, "interpreter": interpreter}
    row = Consent(stay=story.house[key], asked_at=days.now(), send_key=key_of(dice), **how)
    tell(row, by=story.house[key].social_worker)


def _asked(story, dice, key, ago, hour, purpose, recipient, answer, said):
    yield story.ago(ago, hour, 25)
    stay = story.house[key]
    consent = _consent(dice, stay, purpose, answer, GivenBy.SELF)
    consent = ask(consent, recipient=recipient, said=said, by=stay.social_worker)
    if (key, purpose) == TAKEN_BACK[:2]:
        yield story.ago(*TAKEN_BACK[2:]) + timedelta(minutes=5)
        row = ConsentWithdrawal(consent=consent, withdrawn_at=days.now(), send_key=key_of(dice))
        row.said_by = "Klien sendiri"
        withdraw(row, by=stay.social_worker)


def _for_a_child(story, dice, key, ago, hour, purpose, recipient, guardian, relation, says):
    yield story.ago(ago, hour, 25)
    stay = story.house[key]
    consent = _consent(dice, stay, purpose, Answer.YES, GivenBy.GUARDIAN)
    consent.guardian, consent.relation, consent.child_says = guardian, relation, says
    ask(consent, recipient=recipient, by=stay.social_worker)


def _stands_in(story, dice, key, ago, hour, ground, reason, hours):
    yield story.ago(ago, hour, 40)
    stay = story.house[key]
    row = StandIn(stay=stay, ground=ground, send_key=key_of(dice))
    row = propose_stand_in(row, reason=reason, by=worker_of(story, stay))
    if hours:
        yield story.ago(ago, hour + hours, 5)
        head = story.who_decides(days.today())
        decide_stand_in(row, approve=True, by=head, seen=row.seen)


def _consent(dice, stay, purpose, answer, given_by):
    return Consent(
        stay=stay,
        purpose=purpose,
        answer=answer,
        given_by=given_by,
        explained=Explained.ALOUD,
        asked_at=days.now(),
        send_key=key_of(dice),
    )
