"""Dice of a strand's own, so that the rest of the story stays as it is when the strand changes."""

import random
import uuid


def own_dice(story, of):
    return random.Random(f"{of} {story.today:%Y-%m-%d}")  # noqa: S311


def key_of(dice):
    """As a form would have had it when it was sent."""
    return uuid.UUID(int=dice.getrandbits(128), version=4)


def worker_of(story, stay):
    """Whose case it is, else who is there."""
    return stay.social_worker or story.staff["peksos"]
