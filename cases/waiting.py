"""What waits in the rooms; nothing else."""

from cases.aftercare import waiting as aftercare  # noqa: F401
from cases.arrivals import waiting as arrivals  # noqa: F401
from cases.casework import waiting as casework  # noqa: F401
from cases.casework.assessments import waiting as assessments  # noqa: F401
from cases.casework.certificates import waiting as certificates  # noqa: F401
from cases.casework.conferences import waiting as conferences  # noqa: F401
from cases.exits import waiting as exits  # noqa: F401
from cases.file import waiting as file  # noqa: F401
from cases.gate import waiting as gate  # noqa: F401
from cases.health import waiting as health  # noqa: F401
from cases.help import waiting as help_waiting  # noqa: F401
from cases.house import waiting as house  # noqa: F401
from cases.intakes import waiting as intakes  # noqa: F401
from cases.law import waiting as law  # noqa: F401
from cases.papers import waiting as papers  # noqa: F401
from cases.papers.homecoming import waiting as homecoming  # noqa: F401
from cases.patrols import waiting as patrols  # noqa: F401
from cases.people import waiting as people  # noqa: F401
from cases.stays import waiting as stays  # noqa: F401
from cases.voice.complaints import waiting as complaints  # noqa: F401
from cases.voice.survey import waiting as survey  # noqa: F401
