from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404, render

from cases.arrivals.receptions.actions import issue_reception_letter
from cases.arrivals.receptions.models import Reception, night_began_at
from cases.house.beds.models import Bed, BedUse
from cases.house.belongings.models import Bag
from cases.intakes.models import Intake
from cases.intakes.triage.models import Triage
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay, StayReturn
from rptc import days, words
from rptc.acting import row_for
from rptc.admission import may_fill, may_open
from rptc.letters.files import letter_page
from rptc.letters.models import Letter, Unit


@dataclass(frozen=True)
class Received:
    """One of those who came tonight, and what is still to be done for them."""

    stay: Stay
    at: datetime
    intake: Intake
    triage: Triage | None
    use: BedUse | None
    bags: list[Bag]

    @property
    def unlisted(self):
        return next((bag for bag in self.bags if bag.is_unlisted), None)

    @property
    def is_asked(self):
        return bool(self.triage and self.triage.colour)


@may_open("cases.confirm_arrival")
def reception_tonight(request):
    """ "Penerimaan malam ini": whoever began a stay, or came back to one, since noon, and is in
    the house; what is still to be done for each, one tap away."""
    now = days.now()
    since = night_began_at(now)
    rows = _received_since(since, request.user)
    add_faces([row.stay.person for row in rows], request.user)
    counts = [
        (len(rows), "Tiba dan masih di RPTC", ""),
        (sum(not row.is_asked for row in rows), "Belum triase", ""),
        (sum(row.use is None for row in rows), "Belum ada tempat tidur", ""),
        (sum(row.unlisted is not None for row in rows), "Titipan belum didaftar", ""),
    ]
    receptions = Reception.objects.visible_to(request.user).of_the_night(now)
    told = Letter.objects.told_with_act(request.user)
    context = {
        "rows": rows,
        "counts": counts,
        "since_words": f"{words.tanggal_pendek(since)} pukul 12.00.",
        "receptions": receptions.select_related("patrol__team", "recorded_by", "letter")
        .annotate(
            people=Count("stays"),
            is_told=Exists(told.filter(pk=OuterRef("letter"))),
        )
        .order_by("-at", "-pk"),
        "may_place": any(row.use is None for row in rows) and Bed.objects.free().exists(),
        "triage_first": Unit.current().triage_first,
    }
    return render(request, "cases/arrivals/reception_tonight.html", context)


def _received_since(moment, user):
    returns = (
        StayReturn.objects.filter(returned_at__gte=moment)
        .select_related("intake__triage", "intake__person", "intake__classification")
        .prefetch_related("intake__child_victims")
    )
    stays = Stay.objects.visible_to(user).open()
    # Two small sets, each by its index, rather than one condition over every stay.
    new = stays.filter(began_at__gte=moment).values("pk")
    back = stays.filter(pk__in=returns.values("stay")).values("pk")
    stays = (
        Stay.objects.filter(Q(pk__in=new) | Q(pk__in=back))
        .select_related("person", "intake__classification", "intake__triage", "intake__person")
        .prefetch_related(
            Prefetch("returns", returns.order_by("returned_at"), to_attr="returns_tonight"),
            "intake__child_victims",
            Prefetch(
                "bed_uses",
                BedUse.objects.open().select_related("bed__room"),
                to_attr="open_uses",
            ),
            Prefetch("bags", Bag.objects.filter(void_reason="").order_by("pk"), to_attr="tags"),
        )
    )
    return [_received(stay) for stay in stays.order_by("began_at", "pk")]


def _received(stay):
    back = stay.returns_tonight[-1] if stay.returns_tonight else None
    intake = back.intake if back else stay.intake
    return Received(
        stay=stay,
        at=back.returned_at if back else stay.began_at,
        intake=intake,
        triage=getattr(intake, "triage", None),
        use=next(iter(stay.open_uses), None),
        bags=stay.tags,
    )


@may_fill("cases.confirm_arrival")
def reception_letter(request, reception_id):
    reception = row_for(request, Reception, reception_id, "letter")
    if request.method == "GET" and reception.letter_id:
        get_object_or_404(Letter.objects.told_with_act(request.user), pk=reception.letter_id)
    return letter_page(request, reception, issue_reception_letter, "cases:reception_tonight")
