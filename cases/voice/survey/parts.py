"""Where who leaves is asked from: their file, and the page of their exit."""

from cases.file.acts import Act, register_acts
from cases.voice.survey.asking import why_not
from rptc.parts import Part, register


def _of_exit(context, exit):
    is_near = exit.state in {"approved", "done"}
    if not is_near or why_not(exit.stay, context["user"]):
        return None
    return {"stay": exit.stay}


register("exit.side", Part(70, "cases/voice/_voice_part.html", _of_exit, "cases.hand_survey"))
register_acts(Act(89, "Minta pendapat", "cases:voice_hand", "cases.hand_survey", "call"))
