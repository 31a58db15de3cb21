import pghistory
from django.db import models

from cases.patrols.devices.models import Device
from partners.directory.models import OWN_PARTNER, STAFF, Member, Partner
from rptc.accounts.models import holders_of
from rptc.accounts.permissions import Role
from rptc.columns import protected
from rptc.policies import RowPolicy, may, whoever_acts

REGISTERS = may("partners.register_phone")


@pghistory.track()
class PartnerPhone(models.Model):
    """A telephone of a partner that we registered: its people share it, each with a code of their
    own. Code, lock and cookie are the device's (cases/patrols/devices)."""

    device = models.OneToOneField(
        Device, on_delete=models.PROTECT, editable=False, related_name="partner_phone"
    )
    partner = protected(Partner, editable=False, related_name="phones")

    row_policy = RowPolicy(
        reads=f"{STAFF} OR partner_id = {OWN_PARTNER}", adds=REGISTERS, changes="", history=STAFF
    )

    class Meta:
        verbose_name = "ponsel mitra"

    def __str__(self):
        return self.device.name


def people_of(device) -> set[int]:
    """Asked before a page has said who reads: those of a partner that is one, while they hold the
    role."""
    with whoever_acts():
        own = Member.objects.filter(partner__phones__device=device, partner__is_active=True)
        own = own.filter(user__is_active=True, user__in=holders_of(Role.PARTNER))
        return set(own.values_list("user", flat=True))


__all__ = ["PartnerPhone"]
