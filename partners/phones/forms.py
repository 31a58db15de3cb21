from cases.patrols.devices.forms import DeviceForm


class PartnerPhoneForm(DeviceForm):
    class Meta(DeviceForm.Meta):
        help_texts = {"name": "Misalnya Ponsel asrama. Tempel nama ini pada ponselnya."}
