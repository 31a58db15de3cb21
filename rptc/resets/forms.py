from django import forms

from rptc.resets.models import Reset
from rptc.sending import SendKeyForm


class ResetForm(SendKeyForm, forms.ModelForm):
    paper_code = forms.CharField(
        label="Kode kertas pemilik akun (bila ada)",
        required=False,
        max_length=60,
        help_text="Dengan satu kode dari kertasnya, kata sandi dapat dibuat sekarang juga."
        " Tanpa kode, Kepala UPT, Dinas atau Pejabat PDP mengonfirmasi dahulu.",
    )

    class Meta:
        model = Reset
        fields = ["reason"]
        labels = {"reason": "Mengapa perlu"}
        help_texts = {"reason": "Misalnya: lupa kata sandi, meminta sendiri lewat telepon."}
