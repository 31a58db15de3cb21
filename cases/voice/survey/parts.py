"""Where who leaves is asked from: the page of their exit."""

from cases.voice.survey.asking import leaving
from rptc.parts import Part, register


def _of_exit(context, exit):
    is_near = exit.state in {"approved", "done"}
    if not is_near or not leaving(context["user"]).filter(pk=exit.stay_id).exists():
        return None
    return {"stay": exit.stay}


register("exit.side", Part(70, "cases/voice/_voice_part.html", _of_exit, "cases.hand_survey"))
