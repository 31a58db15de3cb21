"""Complaints, what those who leave say, and sheets of the SKM."""

import factory
from factory.django import DjangoModelFactory

from cases.voice.complaints.models import Complaint, ComplaintChannel
from cases.voice.complaints.words import put_away
from cases.voice.skm.models import CODES, SkmAnswer, SkmRound
from cases.voice.survey.models import ExitAnswer, ExitVoice
from rptc import days
from rptc.policies import whoever_acts
from tests.factories.accounts import InOwnName, SentFactory, UserFactory
from tests.factories.stays import StayFactory


class ComplaintFactory(SentFactory):
    """Of today, at the counter. ComplaintFactory(in_hand=True), (answered=True), (late=True)."""

    class Params:
        in_hand = factory.Trait(
            state="in_hand",
            owner=factory.SubFactory(UserFactory),
            taken_at=factory.LazyFunction(days.now),
        )
        found = factory.Trait(in_hand=True, found_at=factory.LazyFunction(days.now))
        answered = factory.Trait(
            found=True,
            state="answered",
            told="telephone",
            closed_at=factory.LazyFunction(days.now),
            closed_by=factory.SubFactory(UserFactory),
            answer="Kami mohon maaf.",
        )
        late = factory.Trait(
            take_by=factory.LazyFunction(lambda: days.today() - 9 * days.ONE_DAY),
            answer_by=factory.LazyFunction(lambda: days.today() - days.ONE_DAY),
        )

    class Meta:
        model = Complaint

    channel = factory.LazyFunction(lambda: ComplaintChannel.objects.get(code="counter"))
    received_at = factory.LazyFunction(days.now)
    year = factory.LazyFunction(lambda: days.today().year)
    sequence = factory.Sequence(lambda n: 5000 + n)
    about = "service"
    take_by = factory.LazyFunction(lambda: days.today() + 3 * days.ONE_DAY)
    answer_by = factory.LazyFunction(lambda: days.today() + 14 * days.ONE_DAY)
    recorded_at = factory.SelfAttribute("received_at")

    @classmethod
    def _create(cls, model, *args, words="Airnya mati sejak pagi.", name="", phone="", **columns):
        said = {"words": words, "name": name, "phone": phone}
        said |= {each: columns.pop(each, "") for each in ("finding", "answer")}
        row = model(*args, is_anonymous=not name, **columns)
        put_away(row, **said)
        row.save()
        return row


class ExitVoiceFactory(InOwnName, DjangoModelFactory):
    _written_by = "handed_by"

    class Meta:
        model = ExitVoice

    stay = factory.SubFactory(StayFactory)
    handed_by = factory.SubFactory(UserFactory)


class ExitAnswerFactory(DjangoModelFactory):
    """All three, and over."""

    class Meta:
        model = ExitAnswer

    voice = factory.SubFactory(ExitVoiceFactory, done_at=factory.LazyFunction(days.now))
    safe, heard, after = "yes", "so_so", "no"

    @classmethod
    def _create(cls, *args, **columns):
        with whoever_acts():
            return super()._create(*args, **columns)


class SkmRoundFactory(SentFactory):
    class Meta:
        model = SkmRound

    year = factory.Sequence(lambda n: 2020 + n % 80)
    part = "year"


class SkmAnswerFactory(SentFactory):
    """SkmAnswerFactory(score=3): all nine of them."""

    class Meta:
        model = SkmAnswer

    round = factory.SubFactory(SkmRoundFactory)
    kind = "family"

    @classmethod
    def _create(cls, model, *args, score=4, **columns):
        return super()._create(model, *args, **dict.fromkeys(CODES, score) | columns)
