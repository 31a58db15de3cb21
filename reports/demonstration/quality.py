"""What looks wrong among the rows (an origin nobody knows, an age said anew, a NIK nobody asked
for), and one that is so indeed."""

from cases.people.actions import add_statement
from cases.people.ages import Age, AgeKind
from cases.people.models import Source, Statement
from reports.demonstration.dice import key_of, own_dice, worker_of
from reports.quality.actions import say_so
from reports.quality.models import FalseAlarm, Hunt
from reports.quality.rules import BY_KEY
from rptc import days

OLDER_BY = 7
# The first of them whose years are known says another age.
SAYS_ANOTHER_AGE = ["sent", "planned", "long here", "health"]


def add(story, patrols):
    dice = own_dice(story, "Mutu data")
    story.tell(_said_anew(story, key_of(dice)), _is_so(story, key_of(dice)))


def _said_anew(story, key):
    yield story.ago(1, 10, 40)
    today = days.today()
    stays = (story.house[name] for name in SAYS_ANOTHER_AGE)
    stay = next((each for each in stays if each.person.age.on(today) is not None), None)
    if stay is not None:
        years = stay.person.age.on(today) + OLDER_BY
        said = Statement(person=stay.person, kind=Statement.Kind.AGE, send_key=key)
        said.source, said.stated_on = Source.SELF, today
        said.age = Age(AgeKind.EXACT, years=years, stated_on=today)
        add_statement(said, shown=False, by=worker_of(story, stay))


def _is_so(story, key):
    yield story.ago(1, 11, 15)
    by = story.staff["peksos"]
    intake = BY_KEY[Hunt.ORIGIN].hits_of(by).order_by("met_on", "pk").first()
    if intake is not None:
        alarm = FalseAlarm(rule=Hunt.ORIGIN, intake=intake, send_key=key)
        alarm.reason = "Tidak berbicara, tidak membawa kartu, dan tidak ada yang mengenalinya."
        say_so(alarm, by=by)
