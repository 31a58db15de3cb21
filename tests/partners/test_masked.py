"""Where somebody was sent is nowhere for who may not know it (docs/rules.md, Referral).

A partner reveals an illness: one klien is there now, one has been there and was handed over to it,
one waits for the head. The name of the partner, of who works there, its address, and what was
written to it carry a word that stands nowhere else. Every role without the right looks at every
address about any row there is, with every list asked for the klien and for the partner.
"""

import itertools
import re
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import AutoField, Max
from django.test import Client
from django.urls import reverse

from cases.exits import actions as exits
from cases.file.consents.actions import write_letter as write_consent
from partners.directory.actions import change_partner
from partners.directory.models import Partner
from partners.referrals.actions import answer_referral
from partners.referrals.letters import write_letter
from partners.referrals.models import ReferralState as S
from reports.desk.history.records import KINDS
from reports.figures.partnership.measures import MEASURES
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.cases.exits.test_exit_destination import handover
from tests.database_roles import as_owner, learn_sizes
from tests.partners.referrals.arrived import arrival_at
from tests.partners.referrals.packed import all_ticks, stay_with_all
from tests.partners.referrals.way import referral_at
from tests.sizes import IS_FULL
from tests.test_canaries import text_of
from tests.test_permissions import PUBLIC, URLS

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

# What tells whither: the partner's names, its address, whom one meets there, what it was asked.
PLACE, SHORT, ROAD, THERE, STAFF = "Zqkenanga", "Zqdahlia", "Zqanggrek", "Zqflamboyan", "Zqasoka"
NEED = "Zqseruni"
TELLS = [PLACE, SHORT, ROAD, THERE, STAFF, NEED]
KLIEN = "Zqmelati"
# Half of a word is found where all of it stands, and a page repeats what was typed.
LOOKED_FOR = [PLACE[:6].lower(), KLIEN[:6].lower()]
# Arguments whose name is not that of their model.
MODELS = {
    "proof_id": "exitproof",
    "witness_id": "exitwitness",
    "item_id": "planitem",
    "session_id": "usersession",
    "statement_id": "statement",
    "grant_id": "rolegrant",
    "reset_id": "reset",
}
SAID = {
    "side": ["police"],
    "piece": ["receiver"],
    "letter_sort": ["promise", "handover"],
    "day": [7, 30],
    "homecoming_step": ["escort"],
    "homecoming_sort": ["pengantar-pemulangan"],
    "year": [days.today().year],
    "month": [days.today().month],
}
MOST = 8 if IS_FULL else 4


def user(*roles, **more):
    return f.UserFactory(roles=list(roles), **more)


def masked_partner():
    partner = f.PartnerFactory(
        name=f"{PLACE} Peduli",
        short_name=SHORT,
        address=f"Jl. {ROAD} 7",
        reveals_health=True,
        closes_destination=True,
    )
    change_partner(partner, by=user(Role.HEAD))
    return partner


def sent_to(partner, state, worker, stay=None, **more):
    stay = stay or f.StayFactory(
        social_worker=worker, intake__person=f.PersonFactory(name=KLIEN), days_ago=3
    )
    consent = f.ConsentFactory(stay=stay, purpose="health", recipient=partner.name)
    more = {"need": f"{NEED} di {PLACE}", "message": f"Untuk {THERE}."} | more
    return referral_at(state, partner=partner, by=worker, stay=stay, consent=consent, **more)


@pytest.fixture
def worker():
    return user(Role.SOCIAL_WORKER)


@dataclass
class Place:
    partner: Partner
    # The last key of each table before.
    before: dict


@pytest.fixture
def place(worker):
    """Each way on which somebody is told to it."""
    # Some of them no page may read at all.
    with as_owner():
        before = {
            model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0
            for model in apps.get_models()
            if isinstance(model._meta.pk, AutoField)
        }
    partner = masked_partner()
    member = f.MemberFactory(partner=partner, user__full_name=STAFF)
    f.PartnerContactFactory(partner=partner, name=THERE)
    is_there(partner, worker, member)
    was_there(partner, worker)
    sent_to(partner, S.PROPOSED, worker)
    silent = sent_to(partner, S.SENT, worker)
    f.ReminderFactory(referral=silent, says="asked", then="reply", said_by=THERE, words=PLACE)
    learn_sizes()
    return Place(partner, before)


def is_there(partner, worker, member):
    """With packet, letter, berita acara, an incident with our answer, and a month's report."""
    stay = stay_with_all(worker, name=KLIEN)
    shown = f.ConsentFactory(stay=stay, purpose="photo", recipient=partner.name)
    write_consent(shown, by=worker)
    referral = sent_to(partner, S.ACCEPTED, worker, stay=stay, ticks=all_ticks(stay, worker))
    write_letter(referral, by=worker)
    said = {"received_by": THERE, "received_as": f"Pengasuh {PLACE}", "note": f"Di {ROAD}."}
    arrival_at(referral, by=member.user, missing=["bag"], **said)
    answer_referral(referral, S.IN_SERVICE, by=member.user, reason=f"Mulai di {PLACE}.")
    incident = f.PartnerIncidentFactory(referral=referral, kind="came", recorded_by=member.user)
    f.IncidentNoteFactory(incident=incident, words=f"Dari {PLACE}", recorded_by=member.user)
    allowed = {"says": "allowed", "to_name": THERE, "to_relation": "Ibu", "message": PLACE}
    f.IncidentReplyFactory(incident=incident, recorded_by=worker, **allowed)
    f.MonthReportFactory(referral=referral, changed=True, recorded_by=member.user)
    f.AskedPartnerFactory(question__stay=stay, partner=partner, sent=True, link="zq")
    portal = Client()
    portal.force_login(member.user)
    assert portal.get(reverse("partners:portal_referral", args=[referral.pk])).status_code == 200


def was_there(partner, worker):
    """Finished; handed over to it with a letter, and asked after once."""
    stay = f.StayFactory(
        social_worker=worker, intake__person=f.PersonFactory(name=KLIEN), days_ago=9
    )
    sent_to(partner, S.FINISHED, worker, stay=stay)
    to = {"receiver": f"{THERE}, {PLACE}", "address": f"Jl. {ROAD} 7", "recorded_by": worker}
    exit = handover(stay=stay, items_handed="Tas.", reason=f"Pindah ke {PLACE}.", **to)
    exit.next_contact_on, exit.next_contact_way = days.today() + days.ONE_DAY, "call"
    exit.save()
    said = {"receiver": to["receiver"], "file_number": stay.person.file_number}
    exits.hand_over(exit, left_at=days.now(), by=worker, **said)
    is_leaving(worker, **to)
    left = f.LeftFactory(days_ago=30, code="mitra", person=f.PersonFactory(name=KLIEN), **to)
    told = {"met": THERE, "note": f"Di {PLACE}.", "next_text": ROAD, "recorded_by": worker}
    f.FollowUpFactory(exit=left, day=7, **told)


def is_leaving(worker, **to):
    """Still in the house: whoever comes for them is expected at the door."""
    person = f.PersonFactory(name=KLIEN)
    stay = f.StayFactory(social_worker=worker, intake__person=person, days_ago=2)
    handover(stay=stay, reason=f"Pindah ke {PLACE}.", **to)


def made(model, place):
    """The rows of this model that came with the klien and the place, the last ones."""
    rows = model._base_manager.filter(pk__gt=place.before.get(model, 0))
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST])


def keys_of(argument, place):
    name = MODELS.get(argument, argument[:-3].replace("_", ""))
    found = [model for model in apps.get_models() if model._meta.model_name == name]
    return [key for model in found for key in made(model, place)]


def addresses(place, only=()):
    """(name, address) of every page and file about any of these rows; lists also as they are
    searched."""
    for name, arguments in sorted(URLS.items()):
        if name in PUBLIC or name in LEAVES or (only and name not in only):
            continue
        if name in HISTORY:
            continue
        if not arguments:
            for query in queries(name, place.partner):
                yield name, reverse(name) + query
            continue
        values = [SAID.get(each) or keys_of(each, place) for each in arguments]
        for chosen in itertools.product(*values) if all(values) else ():
            yield name, reverse(name, kwargs=dict(zip(arguments, chosen, strict=True)))
    for kind, told in sorted(KINDS.items()):
        for key in made(told.model, place):
            address = reverse("reports:record_history", args=[kind, key])
            yield f"history of {kind}", address
            yield f"history of {kind}", f"{address}?log=1"


# By the sort of the row: asked for each.
HISTORY = {"reports:record_history", "reports:record_put_back"}
# Their own login ends there.
LEAVES = {"account_logout", "accounts:session_end_others"}


def queries(name, partner):
    yield ""
    if name == "reports:partnership_rows":
        for measure in MEASURES:
            yield f"?measure={measure.key}"
            yield f"?measure={measure.key}&partner={partner.pk}"
        return
    if name.endswith("_list") or name.startswith(("reports:", "audit:")):
        yield f"?partner={partner.pk}"
        yield "?show=all"
        yield from (f"?q={word}" for word in LOOKED_FOR)
    if name.startswith("reports:recap") or name.startswith("reports:returns"):
        yield f"?from={days.today().year}-01-01&to={days.today()}"


def heard(client, place, words, only=()):
    """{name of an address: words that it told}."""
    found, shut = {}, set()
    for name, address in addresses(place, only):
        if name in shut:
            continue
        with transaction.atomic():
            answer = client.get(address)
            text = text_of(answer).lower()
            transaction.set_rollback(True)
        # Without the right, whatever the row (rptc/admission.py).
        shut |= {name} if answer.status_code == 403 else set()
        told = {word for word in words if word.lower() in text}
        if told:
            found.setdefault(name, set()).update(told)
    return found


# Of the partner itself and of no klien: its file, or a form in which partners are chosen.
CHOSEN = {
    "partners:earlier_referral_add",
    "partners:agreement_list",
    "partners:contribution_list",
    "partners:meeting_list",
    "partners:partner_detail",
    "partners:partner_list",
    "partners:partner_phones",
    "partners:partner_places",
}
FILE = CHOSEN | {
    "accounts:user_list",
    "partners:agreement_add",
    "partners:contribution_add",
    "partners:meeting_add",
    "partners:member_add",
    "partners:partner_contact_add",
    "partners:partner_contact_edit",
    "partners:partner_edit",
    "partners:partner_paper_add",
    "partners:partner_terms",
}
LOOKS = CHOSEN | {"partners:referral_list", "history of partner", "history of partner-contact"}
# A list of their klien, with a choice of partners above it.
BESIDE = dict.fromkeys(["trc", "piket", "tu", "dinas", "pdp", "admin", "mitra"], set())
BESIDE["peksos"] = {"partners:referral_list"}
NOWHERE = set()
READERS = {
    "trc": ([Role.FIELD], NOWHERE),
    "piket": ([Role.CARETAKER], NOWHERE),
    "tu": ([Role.OFFICE], FILE),
    "peksos": ([Role.SOCIAL_WORKER], LOOKS),
    "dinas": ([Role.AGENCY], NOWHERE),
    "pdp": ([Role.PRIVACY], NOWHERE),
    "admin": ([Role.ADMIN], {"accounts:user_list"}),
    "mitra": ([], NOWHERE),
}


def reader(name):
    return f.MemberFactory().user if name == "mitra" else user(*READERS[name][0])


# Where those of the case and the head hear all of it.
HEARD_ON = {
    "cases:exit_detail",
    "cases:person_timeline",
    "cases:stay_detail",
    "partners:month_report_detail",
    "partners:partner_detail",
    "partners:partner_incident_detail",
    "partners:referral_arrival_letter",
    "partners:referral_detail",
    "partners:referral_letter",
    "partners:referral_list",
    "history of referral",
}


@pytest.mark.parametrize("name", READERS)
def test_whither_is_nowhere_for_who_may_not_know_it(client, place, name):
    client.force_login(reader(name))
    told = heard(client, place, [*TELLS, KLIEN])
    whither = {page: words - {KLIEN} for page, words in told.items() if words - {KLIEN}}
    beyond = [
        f"{page}: {' '.join(sorted(words))}"
        for page, words in whither.items()
        if page not in READERS[name][1]
    ]
    assert not beyond, "\n".join(beyond)
    # The file of a partner names nobody who was sent there.
    both = {page for page in whither if KLIEN in told[page]}
    assert both - BESIDE[name] == set()


@pytest.mark.parametrize("name", ["worker", "head"])
def test_who_has_the_case_and_the_head_are_told(client, place, worker, name):
    """The words are there to be heard."""
    client.force_login(worker if name == "worker" else user(Role.HEAD))
    told = heard(client, place, TELLS, only=HEARD_ON)
    assert told.keys() >= HEARD_ON
    assert set().union(*told.values()) == set(TELLS)


@pytest.mark.parametrize("name", ["tu", "peksos", "dinas"])
def test_how_many_were_sent_there_is_no_figure_of_its_pages_either(client, place, name):
    """The same stands on the pages of a closed partner to which nobody was ever sent."""
    other = f.PartnerFactory(
        name="Zqteratai Peduli",
        short_name="Zqmawar",
        address="Jl. Zqlili 7",
        reveals_health=True,
        closes_destination=True,
    )
    f.MemberFactory(partner=other, user__full_name=STAFF)
    f.PartnerContactFactory(partner=other, name=THERE)
    client.force_login(reader(name))
    pages = [reverse("partners:partner_detail", args=[0]).replace("/0/", "/{}/")]
    for listed in ("partners:referral_list", "partners:silent_list", "partners:contribution_list"):
        pages += [reverse(listed) + "?partner={}"]
    for listed in ("partners:contribution_figures", "reports:partnership", "reports:returns"):
        pages += [reverse(listed) + "?partner={}"]
    both = [place.partner, other]
    for page in pages:
        texts = [plain(client.get(page.format(each.pk)), both) for each in both]
        assert texts[0] == texts[1], page


def plain(answer, partners):
    """The words of a page, without which of them it is."""
    text = answer.text.split("<main", 1)[-1]
    text = re.sub(r"(?s)<script.*?</script>|<[^>]*>", " ", text)
    for partner in partners:
        for word in (partner.name, partner.short_name, partner.address):
            text = text.replace(word, "")
    return answer.status_code, text.split()
