"""Answers that came, partners who want to be called, and those of whom nobody has heard."""

from django.db.models import Case, F, Value, When

from partners.questions.models import AskedPartner, AskedState, PlaceQuestion
from partners.referrals.waiting import REFERRED
from rptc import days
from rptc.waiting import Act, Part, Urgency, Waits, register

PAGE, PERSON, ARGS = "partners:question_detail", "question__stay__person", ("question",)
SAID = Case(
    When(state=AskedState.YES, then=Value("Mitra menjawab: ada")),
    default=Value("Mitra menjawab: belum bisa"),
)

REFERRED.lives_in(PlaceQuestion.objects.all(), "stay__person")


def _asked(user):
    return AskedPartner.objects.visible_to(user)


register(
    Waits(
        key="places-answered",
        label="Mitra menjawab tanya tempat",
        urgency=Urgency.DUE,
        order=436,
        permission="partners.ask_place",
        rows=lambda user: _asked(user).to_read(),
        page="partners:question_list?show=answered",
        named=3,
        verb="Baca",
        act=Act(Part.REFERRALS, SAID, PAGE, PERSON, ARGS, matter=REFERRED),
    ),
    Waits(
        key="places-to-call",
        label="Tanya dulu: telepon mitra",
        urgency=Urgency.DUE,
        order=437,
        permission="partners.ask_place",
        rows=lambda user: _asked(user).to_call(),
        page="partners:question_list?show=call",
        named=3,
        verb="Telepon",
        act=Act(Part.REFERRALS, "Tanya dulu: telepon mitra", PAGE, PERSON, ARGS, matter=REFERRED),
    ),
    Waits(
        key="places-overdue",
        label="Mitra belum menjawab tanya tempat",
        urgency=Urgency.LATE,
        order=438,
        permission="partners.ask_place",
        rows=lambda user: _asked(user).overdue(days.now()),
        page="partners:question_list?show=late",
        act=Act(
            Part.REFERRALS,
            "Mitra belum menjawab: telepon, atau tanya lagi",
            PAGE,
            PERSON,
            ARGS,
            due=F("answer_due_at"),
            matter=REFERRED,
        ),
    ),
    Waits(
        key="places-unsent",
        label="Tanya tempat belum terkirim",
        urgency=Urgency.DUE,
        order=439,
        permission="partners.ask_place",
        rows=lambda user: _asked(user).unsent(),
        page="partners:question_list?show=unsent",
        verb="Kirim",
        act=Act(
            Part.REFERRALS,
            "Kirim pertanyaan tempat kepada mitra",
            PAGE,
            PERSON,
            ARGS,
            matter=REFERRED,
        ),
    ),
)
