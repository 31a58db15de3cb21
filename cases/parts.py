"""What the rooms draw on each other's pages; nothing else."""

from cases.aftercare import parts as aftercare  # noqa: F401
from cases.casework.assessments import parts as assessments  # noqa: F401
from cases.casework.assignments import parts as assignments  # noqa: F401
from cases.casework.conferences import parts as conferences  # noqa: F401
from cases.casework.notes import parts as notes  # noqa: F401
from cases.casework.plans import parts as plans  # noqa: F401
from cases.casework.progress import parts as progress  # noqa: F401
from cases.casework.services import parts as services  # noqa: F401
from cases.casework.services.trainings import parts as trainings  # noqa: F401
from cases.exits import parts as exits  # noqa: F401
from cases.file import parts as file  # noqa: F401
from cases.gate import parts as gate  # noqa: F401
from cases.health import parts as health  # noqa: F401
from cases.help import parts as help_parts  # noqa: F401
from cases.house import parts as house  # noqa: F401
from cases.intakes import parts as intakes  # noqa: F401
from cases.law import parts as law  # noqa: F401
from cases.papers import parts as papers  # noqa: F401
from cases.papers.homecoming import parts as homecoming  # noqa: F401
from cases.patrols import parts as patrols  # noqa: F401
from cases.people import parts as people  # noqa: F401
from cases.stays import parts as stays  # noqa: F401
from cases.voice.survey import parts as survey  # noqa: F401
