"""The parts of a file that no room to the right has to draw by itself."""

from cases.file.pages import show_of_person, show_of_stay
from rptc.admission import may_open
from rptc.waiting import Part


@may_open("cases.view_person")
def person_detail(request, person_id):
    """The summary: where a file begins."""
    return show_of_person(request, person_id, Part.SUMMARY)


@may_open("cases.view_person")
def person_health(request, person_id):
    """What triage found, at each entry."""
    return show_of_person(request, person_id, Part.HEALTH)


@may_open("cases.view_law")
def person_law(request, person_id):
    """Only where there is something of law."""
    return show_of_person(request, person_id, Part.LAW)


@may_open("cases.view_identity")
def person_identity(request, person_id):
    """Who it is, and who said so."""
    return show_of_person(request, person_id, Part.IDENTITY)


@may_open("cases.view_timeline")
def person_timeline(request, person_id):
    """What happened, from the first catch on."""
    return show_of_person(request, person_id, Part.HISTORY)


@may_open("cases.view_stay")
def stay_detail(request, stay_id):
    """Here or not, the limit, the way out."""
    return show_of_stay(request, stay_id, Part.STAY)


@may_open("partners.view_referral")
def stay_referrals(request, stay_id):
    """To whom they were referred, and the contacts after the exit."""
    return show_of_stay(request, stay_id, Part.REFERRALS)
