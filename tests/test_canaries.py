"""Every column carries a canary, and a TRC officer looks at every address: what may he read?

The rows belong to other patrols and other people's files (docs/roles.md).
"""

import io

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from pypdf import PdfReader

from cases.casework.plans.models import Plan
from cases.people.models import Person
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.test_permissions import ACCESS, PUBLIC, URLS, make_url, statement

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

# What every officer may read: the ground of the work, colleagues, the letterhead, and reports from
# the public, which every officer takes and answers, without who made them.
FOR_ALL = {
    "accounts.User.full_name",
    "cases.Classification.name",
    "cases.Classification.short_name",
    "cases.HotSpot.name",
    "cases.OrderLetter.number",
    "cases.PublicReport.handled_note",
    "cases.PublicReport.place",
    "cases.PublicReport.ticket",
    "cases.PublicReport.what",
    "cases.Region.name",
    "cases.SheetBatch.for_whom",
    "cases.Team.name",
    "cases.Vehicle.name",
    "cases.Vehicle.plate",
    "letters.Unit.address",
    "letters.Unit.agency",
    "letters.Unit.city",
    "letters.Unit.email",
    "letters.Unit.government",
    "letters.Unit.name",
    "letters.Unit.phone",
    "letters.Unit.website",
}
# Keys and numbers with a form: with a canary in one, a page would fail and show nothing.
NO_TEXT = {"cases.Classification.code", "cases.RegisterImport.sheet", "letters.Signatory.nip"}


def columns():
    """(model, field) of every free text of our tables, with a token of its own."""
    found = [
        (model, field)
        for label in ["accounts", "upkeep", "resets", "letters", "cases", "partners", "reports"]
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and (field.max_length or 99) >= 12
        and f"{model._meta.label}.{field.name}" not in NO_TEXT
    ]
    return {f"zq{n:03}q": pair for n, pair in enumerate(found)}


def plant():
    """{token: "app.Model.field"} of what the database took; a NIK, a hash, a key and a frozen
    letter refuse it."""
    planted = {}
    for token, (model, field) in columns().items():
        text = Concat(Value(token), Cast("pk", CharField()))
        try:
            with transaction.atomic():
                if model._base_manager.update(**{field.name: text}):
                    planted[token] = f"{model._meta.label}.{field.name}"
        except DatabaseError:
            continue
    return planted


def text_of(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode("utf-8", "replace") + str(response.headers)


@pytest.fixture
def addresses():
    """Every address, about rows of another officer's patrols and other people's files."""
    other = f.UserFactory(roles=[Role.FIELD, Role.SOCIAL_WORKER])
    member = f.MemberFactory().user
    made = [
        make_url(name, member if "portal" in name else other)
        for name in sorted(URLS.keys() - PUBLIC)
    ]
    for person in Person.objects.all():
        statement({"person_id": person.pk})
        f.FlagFactory(person=person)
        f.RelationFactory(other=person, marked=True)
    for plan in Plan.objects.all():
        f.PlanItemFactory(plan=plan)
    return made


def read_by(client, user, addresses):
    """Everything that these addresses say to a user."""
    client.force_login(user)
    for address in addresses:
        for query in ("", "?q=zq", "?show=all"):
            if query and "?" in address:
                continue
            with transaction.atomic():
                yield address + query, text_of(client.get(address + query))
                transaction.set_rollback(True)


def test_as_trc_no_address_shows_what_is_another_patrols(client, addresses):
    planted = plant()
    officer = f.UserFactory(roles=[Role.FIELD])
    own = [make_url(name, officer) for name in sorted(ACCESS) if Role.FIELD in ACCESS[name]]
    told = [
        f"{address} shows {planted[token]}"
        for address, text in read_by(client, officer, addresses + own)
        for token in planted
        if token in text and planted[token] not in FOR_ALL
    ]
    assert told == []


def test_the_canaries_sing_for_whoever_may_hear_them(client, addresses):
    planted = plant()
    head = f.UserFactory(roles=[Role.HEAD])
    heard = {
        planted[token]
        for _, text in read_by(client, head, addresses)
        for token in planted
        if token in text
    }
    assert heard >= {
        "cases.Person.name",
        "cases.Person.remarks",
        "cases.Statement.text",
        "cases.Intake.remarks",
        "cases.Flag.reason",
        "cases.PlanItem.goal",
        "cases.Exit.receiver",
        "partners.Referral.need",
    }


def test_a_hint_for_who_types_nearly_the_name_is_masked(client):
    f.IntakeFactory(person__name="Kenarisatu Duapuluh", person__alias="Kenaritiga")
    client.force_login(f.UserFactory(roles=[Role.FIELD]))
    told = client.get(reverse("cases:person_likely"), {"name": "Kenarisatu Duapulu", "sex": "L"})
    assert told.status_code == 200
    assert "Duapuluh" not in text_of(told)
    assert "Kenaritiga" not in text_of(told)
