"""What is read of papers: one a kind for the file; who waits; children without a certificate."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import TruncDate

from cases.papers.models import (
    BIRTH,
    HINTED_ON_DAY,
    Paper,
    PaperKind,
    PaperOffice,
    PaperRefusal,
    PaperRequest,
    PaperState,
)
from cases.people import access
from cases.people.ages import is_child_today
from cases.stays.models import Stay
from rptc import days
from rptc.kept import THIS, kept_rows


@dataclass(frozen=True)
class Line:
    """One kind of paper of one klien, as it stands now. Of two files that were merged, and of
    several stays, the newest says it; a request that runs, whichever it hangs on, before it."""

    kind: PaperKind
    paper: Paper | None
    request: PaperRequest | None
    refusal: PaperRefusal | None
    is_for_them: bool

    @property
    def is_there(self):
        if self.paper is None:
            return False
        got = self.request is not None and self.request.got_on is not None
        return got or self.request is None and self.paper.state == PaperState.HAS

    @property
    def is_running(self):
        return self.request is not None and self.request.is_running


def lines_of(person, user) -> list[Line]:
    """Of every kind, those that were never asked about too."""
    of_kind = {}
    for paper in kept_rows(_papers, user, this=person.pk):
        of_kind.setdefault(paper.kind_id, []).append(paper)
    today = days.today()
    return [
        _line(kind, of_kind.get(kind.pk, []), kind.is_for(person, today))
        for kind in kept_rows(_kinds, None)
    ]


def _kinds(user):
    return PaperKind.objects.all()


def _papers(user):
    requests = PaperRequest.objects.select_related("office").order_by("pk")
    papers = Paper.objects.visible_to(user).filter(person=THIS).select_related("kind", "scan")
    refusals = PaperRefusal.objects.standing().order_by("pk")
    papers = papers.prefetch_related(
        Prefetch("requests", requests), Prefetch("refusals", refusals)
    )
    return papers.order_by("said_on", "pk")


def _line(kind, papers, is_for_them):
    if not papers:
        return Line(kind, None, None, None, is_for_them)
    running = [(paper, row) for paper in papers for row in paper.requests.all() if row.is_running]
    if running:
        paper, request = running[-1]
        return Line(kind, paper, request, None, is_for_them)
    paper = papers[-1]
    got = [row for row in paper.requests.all() if row.got_on]
    refusals = list(paper.refusals.all())
    return Line(
        kind, paper, got[-1] if got else None, refusals[-1] if refusals else None, is_for_them
    )


def children_without_birth(user):
    """Stays of children, of this social worker's cases or nobody's, from the third day: nobody
    has said that the akta is there, asked for it, or been refused in this stay. What was said
    last counts: one that was lost since is not there."""
    births = Paper.objects.filter(kind__code=BIRTH, person=OuterRef("person"))
    of_paper = PaperRequest.objects.filter(paper=OuterRef("pk"))
    is_there = Q(state=PaperState.HAS) | Q(Exists(of_paper.running_or_got()))
    there = births.filter(is_there, ~Exists(_later_said()))
    of_birth = {"paper__person": OuterRef("person"), "paper__kind__code": BIRTH}
    refused = PaperRefusal.objects.standing().filter(**of_birth, on__gte=OuterRef("entry"))
    since = days.starts_at(days.today() - (HINTED_ON_DAY - 2) * days.ONE_DAY)
    stays = Stay.objects.open().filter(access.whole_to(user, "person"), began_at__lt=since)
    stays = stays.of_worker_or_nobody(user).annotate(
        is_child=is_child_today("person__"), entry=TruncDate("began_at", tzinfo=days.WITA)
    )
    asked = PaperRequest.objects.filter(**of_birth).running()
    return stays.filter(~Exists(there), ~Exists(asked), ~Exists(refused), is_child=True)


def _later_said():
    """Of a paper: what was said later of one of the same kind."""
    later = Paper.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"))
    return later.filter(
        Q(said_on__gt=OuterRef("said_on")) | Q(said_on=OuterRef("said_on"), pk__gt=OuterRef("pk"))
    )


def could_be_asked(user):
    """Papers that are missing, of who is in the house; of each kind the newest that was said."""
    of_kind = PaperRequest.objects.filter(
        paper__person=OuterRef("person"), paper__kind=OuterRef("kind")
    )
    here = Stay.objects.open().filter(person=OuterRef("person"))
    papers = Paper.objects.visible_to(user).missing().filter(Exists(here), ~Exists(_later_said()))
    return papers.filter(~Exists(of_kind.running()))


def with_refusals(papers):
    """Each with `has_refused`: in the stay that runs, of this kind."""
    here = Stay.objects.open().filter(person=OuterRef("person")).order_by("-began_at", "-pk")
    entry = here.annotate(entry=TruncDate("began_at", tzinfo=days.WITA)).values("entry")[:1]
    of_kind = {"paper__person": OuterRef("person"), "paper__kind": OuterRef("kind")}
    refused = PaperRefusal.objects.standing().filter(**of_kind, on__gte=OuterRef("entry"))
    return papers.annotate(entry=Subquery(entry)).annotate(has_refused=Exists(refused))


def late_offices():
    """Those where something waits longer than is usual, with how much. Numbers: of closed files
    too, and nobody's name."""
    late = PaperRequest.objects.overdue(days.today()).filter(office=OuterRef("pk"))
    return PaperOffice.objects.filter(Exists(late))
