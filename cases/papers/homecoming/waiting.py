"""Who left for home two days ago, and of whom nobody has said that they are there."""

from django.db.models import F

from cases.health.waiting import CARE
from cases.papers.homecoming.models import WORD_AFTER, Homecoming
from rptc import days
from rptc.waiting import Act, Part, Urgency, Waits, register

CARE.lives_in(Homecoming.objects.all(), "stay__person")

register(
    Waits(
        key="homecoming-without-word",
        label="Pemulangan belum ada kabar tiba",
        urgency=Urgency.DUE,
        order=545,
        permission="cases.write_homecoming",
        rows=lambda user: Homecoming.objects.visible_to(user).without_word(days.now()),
        page="cases:homecoming_list?show=word",
        verb="Tanyakan",
        act=Act(
            Part.STAY,
            "Tanyakan apakah sudah tiba",
            "cases:homecoming_arrive",
            person="stay__person",
            due=F("stay__ended_at") + WORD_AFTER,
            matter=CARE,
        ),
    )
)
