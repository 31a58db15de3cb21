"""A klien of whom there is one of everything that can travel, and a referral with all of it."""

import pgtrigger

from cases.casework.assessments.models import Assessment
from cases.casework.assessments.questions.models import Question
from cases.casework.plans.models import Plan
from partners.referrals.packing.models import SECRETS
from partners.referrals.packing.offers import offers_of
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.database_roles import as_owner
from tests.partners.referrals.way import referral_at

WHY = "Perlu diketahui pengasuh."


def stay_with_all(user, **person):
    stay = f.StayFactory(social_worker=user, intake__person=f.PersonFactory(**person))
    person = stay.person
    f.PhotoFactory(person=person)
    card = f.PhotoFactory(person=person, kind="card")
    f.PaperFactory(stay=stay, code="akta", state="has", scan=card)
    f.PaperFactory(stay=stay, code="ktp", state="lost")
    plan = f.PlanFactory(stay=stay, state="draft", wishes="Mau jadi penjahit.", aim="Mandiri.")
    approved(plan)
    bag = f.BagFactory(stay=stay, listed=True)
    f.BelongingFactory(bag=bag, what="Radio")
    assessment = f.AssessmentFactory(stay=stay, recorded_by=user)
    f.AnswerFactory(assessment=assessment)
    f.AnswerFactory(assessment=assessment, question=Question.objects.get(code="badan"))
    secret = Question.objects.filter(is_secret=True, kind="one").first()
    answer = f.AnswerFactory.build(assessment=assessment, question=secret, answered_by=user)
    answer.write(secret.options[:1], "Kata rahasia.")
    answer.save()
    done(assessment, user)
    f.FindingFactory(stay=stay)
    f.NoteFactory(stay=stay, level="professional", words="Kata catatan.", recorded_by=user)
    return stay


def approved(plan):
    now, head = days.now(), f.UserFactory(roles=[Role.HEAD])
    f.PlanItemFactory(plan=plan, goal="Belajar menjahit")
    with as_owner(), pgtrigger.ignore():
        Plan.objects.filter(pk=plan.pk).update(
            state="approved", submitted_at=now, decided_at=now, decided_by=head
        )


def done(assessment, user):
    with_end = f.AssessmentFactory.build(stay=assessment.stay, done=True, recorded_by=user)
    for name in ("done_at", "done_by", "finished_at", "rule", "points", "risk"):
        setattr(assessment, name, getattr(with_end, name))
    assessment.conclusion = "Rajin, perlu tempat belajar."
    Assessment.save(assessment)


def with_pictures(state="sent", *, partner):
    """Sent with a face and the scan of a paper."""
    user = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=user)
    f.PhotoFactory(person=stay.person)
    card = f.PhotoFactory(person=stay.person, kind="card")
    f.PaperFactory(stay=stay, code="akta", state="has", scan=card)
    return packed_at(state, partner=partner, by=user, stay=stay)


def agreed(stay, partner, *purposes):
    for purpose in purposes or ("photo", "health"):
        f.ConsentFactory(stay=stay, purpose=purpose, recipient=partner.name)


def all_ticks(stay, user):
    return {
        key: WHY if offer.kind in SECRETS else "" for key, offer in offers_of(stay, user).items()
    }


def packed_at(state="sent", *, partner=None, by=None, stay=None, **more):
    """A referral with everything ticked."""
    by = by or f.UserFactory(roles=[Role.SOCIAL_WORKER])
    partner = partner or f.PartnerFactory()
    stay = stay or stay_with_all(by)
    agreed(stay, partner)
    consent = f.ConsentFactory(stay=stay, recipient=partner.name)
    ticks = more.pop("ticks", None) or all_ticks(stay, by)
    return referral_at(
        state, partner=partner, by=by, stay=stay, consent=consent, ticks=ticks, **more
    )
