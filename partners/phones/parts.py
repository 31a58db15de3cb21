"""The telephones of a partner on its page; and whose a partner's telephone is."""

from cases.patrols.devices import whose
from cases.patrols.devices.models import DeviceKind
from partners.phones.models import PartnerPhone, people_of
from rptc.kept import THIS, kept_number
from rptc.parts import Part, register


def _of_partner(context, partner):
    number = kept_number(_phones, context["user"], this=partner.pk)
    return {"partner": partner, "number": number}


def _phones(user):
    return PartnerPhone.objects.filter(partner=THIS)


whose.register(DeviceKind.PARTNER, people_of)
register(
    "partner.main",
    Part(
        16,
        "partners/phones/_partner_part.html",
        _of_partner,
        "partners.register_phone",
    ),
)
