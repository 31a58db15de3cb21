"""The rooms' models, for Django; nothing else."""

from reports.calendar.models import *  # noqa: F403
from reports.figures.city_part.models import *  # noqa: F403
from reports.figures.closing.models import *  # noqa: F403
from reports.figures.models import *  # noqa: F403
from reports.figures.public.models import *  # noqa: F403
from reports.figures.seasons.models import *  # noqa: F403
from reports.figures.services.models import *  # noqa: F403
from reports.quality.models import *  # noqa: F403
