"""What a file shows of assessments: the three stages, and the newest conclusion."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from cases.casework.assessments import due
from cases.casework.assessments.models import Assessment, Stage, secrets_told
from cases.casework.assessments.red import red
from cases.casework.assessments.risks.models import Risk
from cases.exits.pieces import Piece, register_piece
from cases.file.acts import Act, register_acts
from cases.file.tabs import may_have, tell_at_parting
from cases.stays.models import Stay
from rptc.kept import THIS, AmongThese, kept_first, kept_rows, keys_of
from rptc.parts import Part, once, register

VIEW, WRITE = "cases.view_assessment", "cases.write_assessment"


@dataclass
class Standing:
    """Where one stage of a stay stands: what is done, the newest first; a draft; until when it is
    owed, if it is."""

    stage: Stage
    stay: Stay
    finished: list[Assessment] = field(default_factory=list)
    draft: Assessment | None = None
    due_at: datetime | None = None

    @property
    def done(self):
        return self.finished[0] if self.finished else None

    @property
    def earlier(self):
        return self.finished[1:]

    @property
    def url(self):
        return reverse(f"cases:assessment_{self.stage}", args=[self.stay.pk])

    @property
    def is_offered(self):
        """Whatever is not owed can still be asked of who is here, and a draft be finished."""
        return self.stay.is_open or self.draft is not None

    @property
    def words(self):
        if self.stage == Stage.INITIAL:
            return "Dalam 24 jam sejak tiba; jatuh pada hari libur, sampai pukul 12 hari kerja."
        if self.stage == Stage.COMPREHENSIVE:
            return (
                "Diperlukan bagi anak, orang yang bergantung, yang kembali, yang dirujuk, dan"
                " yang tinggal lebih dari tiga hari."
            )
        return "Saat keluar: apa yang berubah sejak masuk."


def _stages(context, stay):
    """The stages with what is owed: at most three statements beside the assessments."""
    standings = {stage: Standing(stage, stay) for stage in Stage}
    told = secrets_told(context["user"], stay)
    for assessment in kept_rows(_of_stay, None, this=stay.pk):
        standing = standings[assessment.stage]
        assessment.stay, assessment.tells_points = stay, told
        if assessment.is_done:
            standing.finished.append(assessment)
        else:
            standing.draft = assessment
    for stage, owes in [
        (Stage.INITIAL, due.owes_initial),
        (Stage.COMPREHENSIVE, due.owes_comprehensive),
    ]:
        standings[stage].due_at = kept_first(_owed, None, owes, this=stay.pk)
    return {"stages": list(standings.values()), "stay": stay}


def _of_stay(user):
    rows = Assessment.objects.filter(stay=THIS).select_related("rule", "done_by")
    return rows.order_by("-done_at", "-pk")


def _owed(user, owes):
    return owes(Stay.objects.filter(pk=THIS)).values_list("assessment_due_at", flat=True)


def assessments_of(context, person):
    """All that are done, of the stays that this reader may know; the newest first."""
    return kept_rows(_of_stays, context["user"], these=keys_of(context["file"].stays))


def _of_stays(user):
    done = Assessment.objects.done().filter(AmongThese(F("stay")))
    return done.select_related("rule", "done_by").order_by("-done_at", "-pk")


def _newest(context, person):
    current = context["file"].current
    done = once(context, assessments_of, person) if current else []
    newest = next((each for each in done if each.stay_id == current.pk), None)
    return {"assessment": newest} if newest else None


def _high_risk(context, stay):
    """The newest assessment says that the risk is high: read before somebody leaves."""
    if not may_have(stay.person, "was_at_high_risk"):
        return None
    rows = Assessment.objects.visible_to(context["user"]).done().filter(stay=stay)
    newest = rows.order_by("-done_at", "-pk").first()
    return {"assessment": newest} if newest and newest.risk == Risk.HIGH else None


def _was_at_high_risk():
    done = Assessment.objects.done().filter(stay__person=OuterRef("pk"))
    return Exists(done.filter(risk=Risk.HIGH))


tell_at_parting("was_at_high_risk", _was_at_high_risk)


def _ban_first(exit):
    """Whoever decides is not told which answer it was: it may be a secret one."""
    if not red(Stay.objects.filter(pk=exit.stay_id)).exists():
        return None
    return Piece(
        "ban",
        "Siapa yang dilarang menjemput",
        "",
        "Pekerja sosial klien ini belum menulis siapa yang dilarang menjemput. Ia memasang"
        " larangan di berkas, sebelum keluarga dihubungi.",
    )


register_piece(_ban_first)
register("assessments.main", Part(10, "cases/casework/_assessment_part.html", _stages))
register("summary.main", Part(15, "cases/casework/_assessment_summary.html", _newest, VIEW))
register("parting.before", Part(6, "cases/casework/_high_risk.html", _high_risk, VIEW))
register_acts(Act(12, "Isi asesmen", "cases:stay_assessments", WRITE, "edit"))
