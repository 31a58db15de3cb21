"""Sources of help of which nobody has asked for a year."""

from partners.sources.models import Source
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="sources-to-check",
        label="Sumber perlu diperiksa",
        urgency=Urgency.WAIT,
        order=1520,
        permission="partners.change_source",
        rows=lambda user: Source.objects.to_check(),
        page="partners:source_list?show=check",
        verb="Periksa",
    ),
)
