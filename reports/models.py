"""The rooms' models, for Django; nothing else."""

from reports.figures.models import *  # noqa: F403
