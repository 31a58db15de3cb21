"""What the rooms write letters of; nothing else."""

from cases.arrivals.receptions import letters as receptions  # noqa: F401
from cases.casework.conferences import letters as conferences  # noqa: F401
from cases.casework.plans import letters as plans  # noqa: F401
from cases.casework.services.trainings import letters as trainings  # noqa: F401
from cases.exits import letters as exits  # noqa: F401
from cases.file.consents import letters as consents  # noqa: F401
from cases.health import letters as health  # noqa: F401
from cases.help import letters as help_letters  # noqa: F401
from cases.help.money import letters as money  # noqa: F401
from cases.house.belongings import letters as belongings  # noqa: F401
from cases.law import letters as law  # noqa: F401
from cases.papers import letters as papers  # noqa: F401
from cases.papers.homecoming import letters as homecoming  # noqa: F401
from cases.stays.extensions import letters as extensions  # noqa: F401
