"""Who leaves and was not asked what the house was like."""

from cases.voice.survey.asking import leaving
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="voices-to-ask",
        label="Minta pendapat yang akan keluar",
        urgency=Urgency.RUN,
        order=475,
        permission="cases.hand_survey",
        rows=leaving,
        page="cases:voice_list",
        named=0,
        verb="Buka",
    )
)
