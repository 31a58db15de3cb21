"""A partner's telephone is registered, gets another code, or is locked: as a patrol's."""

from django.db import transaction

from cases.patrols.devices import actions as devices
from cases.patrols.devices.models import Device
from partners.phones.models import PartnerPhone
from rptc.saving import save


@transaction.atomic
def register_phone(device: Device, *, partner, by) -> str:
    """Return the code that makes one telephone this one, once, within a day."""
    device.kind = Device.Kind.PARTNER
    code = devices.register_device(device, by=by)
    save(PartnerPhone(device=device, partner=partner))
    return code


def renew_phone(phone: PartnerPhone, *, by) -> str:
    """Another telephone takes its place, or the same one that was found: its people choose their
    codes anew."""
    with transaction.atomic():
        code = devices.renew_device(phone.device, by=by)
        devices.forget_codes(phone.device)
    return code


def lock_phone(phone: PartnerPhone, *, by):
    return devices.lock_device(phone.device, by=by)
