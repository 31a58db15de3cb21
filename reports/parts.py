"""What the rooms draw on pages of others; nothing else."""

from reports.desk import parts as desk  # noqa: F401
