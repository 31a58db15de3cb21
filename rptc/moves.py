"""States that move by a table: the action asks it, and a database trigger enforces it."""

import pgtrigger


def state_moves(name, moves):
    """A trigger that refuses every change of `state` that is not in the table of moves."""
    return pgtrigger.FSM(
        name=name,
        field="state",
        transitions=sorted((old.value, new.value) for old, news in moves.items() for new in news),
    )
