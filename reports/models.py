"""The rooms' models, for Django; nothing else."""

from reports.figures.closing.models import *  # noqa: F403
from reports.figures.models import *  # noqa: F403
