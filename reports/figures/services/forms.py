from reports.figures.services.models import ROWS, SpmTarget
from rptc.forms import RowForm
from rptc.sending import SendKeyForm


class SpmTargetForm(SendKeyForm, RowForm):
    unchosen = {"line": "Pilih barisnya"}

    class Meta:
        model = SpmTarget
        fields = ["line", "number", "ground"]
        help_texts = {
            "number": "Kosong berarti belum ditetapkan. 0 berarti tidak ada yang membutuhkan.",
            "ground": "Surat atau dokumen yang menetapkannya, atau mengapa dikosongkan lagi.",
        }
        error_messages = {
            "line": {"required": "Pilih barisnya."},
            "ground": {"required": "Tulis dasarnya."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(row.value, f"{row.value}. {row.label}") for row in ROWS]
        self.fields["line"].choices = [("", self.unchosen["line"]), *rows]
