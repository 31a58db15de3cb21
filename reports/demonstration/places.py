"""Partners are asked for a place: one says yes and two have not answered, all say no, and one
wants to be called first."""

from datetime import timedelta

from partners.questions.actions import ask_places, give_answer, send_link
from partners.questions.models import PlaceAnswer, PlaceQuestion
from reports.demonstration.care import MEMBERS
from reports.demonstration.dice import key_of, own_dice, worker_of
from rptc import days

ORPHANS, CENTRE, SHELTER = "Sahabat Yatim", "Sentra Wirajaya", "Mattiro Baji"

# key, days ago, what is needed, words; of each partner: what it says (nothing: it has not yet)
ASKED = [
    ("singer", 1, ["boarding", "schooling"], "bisa membaca, belum lancar",
     {ORPHANS: {"says": "yes", "ahead": 2, "places": (3, 2)}, CENTRE: None, SHELTER: None}),
    ("old man", 2, ["nursing"], "dapat berjalan sendiri",
     {CENTRE: {"says": "no", "reason": "Penuh"},
      ORPHANS: {"says": "no", "reason": "Usia tidak sesuai"}}),
    ("planned", 1, ["schooling", "companionship"], "",
     {CENTRE: {"says": "call_first"}}),
]  # fmt: skip


def add(story, patrols):
    dice = own_dice(story, "Tanya tempat")
    story.tell(*(_asked(story, dice, *asked) for asked in ASKED))


def _asked(story, dice, key, ago, needs, words, said):
    yield story.ago(ago, 9, 10)
    stay = story.house[key]
    by = worker_of(story, stay)
    question = PlaceQuestion(stay=stay, needs=needs, words=words, send_key=key_of(dice))
    question.from_on = days.today() + 3 * days.ONE_DAY
    partners = [story.partners[name] for name in said]
    question = ask_places(question, partners=partners, by=by)
    for asked in question.asked.filter(sent_at=None).order_by("pk"):
        send_link(asked, by=by)
    yield story.ago(ago, 10, 25)
    for name, answer in said.items():
        if answer:
            _answered(story, dice, question, name, **answer)


def _answered(story, dice, question, name, *, says, reason="", ahead=None, places=(None, None)):
    """In the portal: each of these partners has a login."""
    user = story.staff[MEMBERS[name]]
    answer = PlaceAnswer(
        asked=question.asked.get(partner=story.partners[name]),
        says=says,
        reason=reason,
        from_on=ahead and days.today() + timedelta(days=ahead),
        said_by=user.full_name,
        channel=PlaceAnswer.Channel.PORTAL,
        send_key=key_of(dice),
    )
    male, female = places
    give_answer(answer, by=user, male=male, female=female)
