"""The stages' models, for Django; nothing else."""

from cases.casework.models import *  # noqa: F403
from cases.intakes.contests.models import *  # noqa: F403
from cases.intakes.models import *  # noqa: F403
from cases.intakes.triage.models import *  # noqa: F403
from cases.patrols.devices.models import *  # noqa: F403
from cases.patrols.models import *  # noqa: F403
from cases.patrols.public_reports.models import *  # noqa: F403
from cases.people.doubles.models import *  # noqa: F403
from cases.people.flags.models import *  # noqa: F403
from cases.people.models import *  # noqa: F403
from cases.people.photos.models import *  # noqa: F403
from cases.people.relations.models import *  # noqa: F403
from cases.places.models import *  # noqa: F403
from cases.stays.beds.models import *  # noqa: F403
from cases.stays.models import *  # noqa: F403
