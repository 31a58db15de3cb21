"""`script/bench`: how fast the pages are, as ratios to bare views of the same stack.

Nothing of it is part of the served application: it has settings, addresses and databases of its
own, and talks to 127.0.0.1 only.
"""
