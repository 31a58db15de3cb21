"""A row of each list that is taken out as a file, which names a klien wherever the list can."""

from django.urls import resolve, reverse

from cases.house.presence.models import RollCall
from partners.referrals.models import Referral
from rptc import days
from tests import factories as f
from tests.partners.referrals.way import referral_at
from tests.test_permissions import urls

NAME, WORDS = "Daeng Rahasia", "=Rahasia: titip pada ibunya"
PLACE = "Kamar Rahasia"

VIEWS = {name: resolve(reverse(name)).func for name, arguments in urls() if not arguments}
LISTS = {name: view for name, view in VIEWS.items() if hasattr(view, "listed")}


def person():
    return f.PersonFactory(name=NAME, alias="Rahasia kecil")


def stay(user, **more):
    return f.StayFactory(intake=f.IntakeFactory(person=person()), **more)


def lived(user):
    return stay(user, days_ago=2)


def incident(user):
    return f.IncidentFactory(people=[stay(user, days_ago=1)], place=PLACE)


def leaving(user):
    intake = f.IntakeFactory(person=f.PersonFactory(name=NAME, child=True))
    return f.ExitFactory(stay=f.StayFactory(intake=intake))


def silent(user):
    referral = referral_at("sent", stay=stay(user), need=WORDS)
    late = days.now() - days.ONE_HOUR
    Referral.objects.filter(pk=referral.pk).update(answer_due_at=late)
    return referral


def asked(user):
    return f.AskedPartnerFactory(question__stay=stay(user, social_worker=user))


def called(user):
    """Each of another day: a roll call is taken once in half a day."""
    at = days.now() - RollCall.objects.count() * days.ONE_DAY
    return f.RollCallRowFactory(stay=stay(user, days_ago=9), roll_call__taken_at=at)


ROWS = {
    "cases:person_list": stay,
    "cases:intake_list": lambda user: f.IntakeFactory(person=person(), handed_to=""),
    "cases:stay_list": stay,
    "cases:patrol_list": lambda user: f.PatrolFactory(recorded_by=user),
    "cases:prevention_list": lambda user: f.PreventionFactory(subject=WORDS, place=PLACE),
    "cases:public_report_list": lambda user: f.PublicReportFactory(place=PLACE, what=WORDS),
    "cases:extension_list": lambda user: f.ExtensionFactory(stay=stay(user), reason=WORDS),
    "cases:leave_list": lambda user: f.LeaveFactory(stay=lived(user), place=PLACE, note=WORDS),
    "cases:roll_call_list": called,
    "cases:absence_list": lambda user: f.AbsenceFactory(stay=lived(user)),
    "cases:bag_list": lambda user: f.BagFactory(stay=stay(user)),
    "cases:exit_list": leaving,
    "cases:incident_list": incident,
    "cases:task_list": lambda user: f.TaskFactory(what=WORDS, owner=user, stay=stay(user)),
    "cases:help_list": lambda user: f.HelpFactory(paid=True, stay=stay(user)),
    "cases:placement_list": lambda user: f.PlacementFactory(stay=lived(user)),
    "cases:session_list": lambda user: f.GroupSessionFactory(topic=WORDS),
    "cases:service_list": lambda user: f.ServiceFactory(planned=True, stay=lived(user)),
    "cases:assessment_list": stay,
    "cases:plan_list": lambda user: f.PlanFactory(stay=stay(user), wishes=WORDS, aim=WORDS),
    "cases:conference_list": lambda user: f.ConferenceFactory(stay=lived(user), about=WORDS),
    "cases:paper_list": lambda user: f.PaperRequestFactory(
        paper__person=(it := stay(user)).person, stay=it
    ),
    "cases:homecoming_list": lambda user: f.HomecomingFactory(stay=lived(user)),
    "cases:hospital_bills": lambda user: f.HospitalBillFactory(
        hospital_stay__stay=lived(user), paid=True, receipt="K-12 Rahasia"
    ),
    "cases:complaint_list": lambda user: f.ComplaintFactory(),
    "cases:follow_up_list": lambda user: f.LeftFactory(days_ago=31, person=person()),
    "partners:partner_list": lambda user: f.PartnerFactory(),
    "partners:source_list": lambda user: f.SourceFactory(contact=NAME),
    "partners:agreement_list": lambda user: f.AgreementFactory(),
    "partners:meeting_list": lambda user: f.MeetingFactory(subject=WORDS),
    "partners:meeting_decision_list": lambda user: f.MeetingDecisionFactory(what=WORDS),
    "partners:contribution_list": lambda user: f.ContributionFactory(what=WORDS),
    "partners:question_list": asked,
    "partners:silent_list": silent,
    "partners:referral_list": lambda user: referral_at("sent", stay=stay(user), need=WORDS),
    "reports:spm_people": lambda user: f.ServiceFactory(stay=lived(user)),
    "letters:letter_list": lambda user: f.LetterFactory(),
    "reports:report_calendar": lambda user: f.OfficialReportFactory(),
}
