import pytest

from partners.referrals.models import Referral
from partners.referrals.packet import FIELDS, packet_of
from tests.factories import PersonFactory, PhotoFactory, ReferralFactory
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db
GAP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"name": "Baharuddin Nur", "alias": "Bahar"}, "Bahar"),
        ({"name": "Baharuddin Nur"}, f"B.{GAP}N."),
        ({"name": "Nurul Hikmah", "alias": "Nurul", "child": True}, f"N.{GAP}H."),
        # Who may be a child is written as one.
        (
            {
                "name": "Nurul Hikmah",
                "alias": "Nurul",
                "age_kind": "unknown",
                "age_years": None,
                "age_stated_on": None,
            },
            f"N.{GAP}H.",
        ),
        ({"nameless": True}, f"Tanpa{GAP}nama"),
    ],
)
def test_how_the_person_is_named(person, name):
    referral = ReferralFactory(stay__intake__person=PersonFactory(**person))
    assert packet_of(referral)["name"] == name


def test_nothing_but_the_chosen_fields_travels():
    referral = ReferralFactory(
        message="Rajin.",
        stay__intake__person__nik="7371044105860001",
        stay__intake__person__origin_text="Jl. Rahasia 1",
        stay__intake__person__remarks="Sakit.",
    )
    photo = PhotoFactory(person=referral.person)
    packet = packet_of(referral)
    assert packet.keys() == FIELDS.keys()
    text = str(packet)
    # Nor a picture, whatever was answered about one.
    assert photo.file.name not in text
    assert not {"photo", "face", "picture"} & packet.keys()
    for secret in ["7371044105860001", "Jl. Rahasia 1", "Sakit.", referral.person.name]:
        assert secret not in text
    assert "Gelandangan" not in text


def test_later_changes_of_the_file_never_flow_in():
    referral = referral_at("sent")
    sent = referral.packet["name"]
    person = referral.person
    person.alias = "Lain sama sekali"
    person.save()
    assert Referral.objects.get(pk=referral.pk).packet["name"] == sent
