"""Where the bars of a chart stand. Widths are attributes of the svg, never styles."""

from reports.figures.recap.figures import Recap

# By class, lying: names to the left of AXIS, the longest bar WIDTH, a line every STEP.
AXIS, WIDTH, STEP, TOP = 236, 300, 29, 34
LONGEST_NAME = 30
# By period, standing on FLOOR.
FLOOR, HEIGHT, BAR, GAP = 150, 120, 62, 30


def class_chart(recap: Recap) -> dict | None:
    """Each class with its L (solid) and P (hatched), the largest on top."""
    if recap.hides_something or not recap.total:
        return None
    rows = sorted(recap.rows, key=lambda row: -row.total)
    scale = WIDTH / rows[0].total
    return {
        "bars": [lying_bar(row, TOP + i * STEP, scale) for i, row in enumerate(rows)],
        "height": TOP + len(rows) * STEP,
        "most": f"{rows[0].classification.name}, {rows[0].total}",
    }


def lying_bar(row, y, scale):
    male, female = row.male * scale, row.female * scale
    name = row.classification.name
    return {
        "name": name if len(name) <= LONGEST_NAME else row.classification.short_name,
        "total": row.total,
        "text_y": pixels(y + 14),
        "y": pixels(y),
        "hatched_y": pixels(y + 0.5),
        "male": pixels(male),
        "female_x": pixels(AXIS + male + 0.5),
        "female": pixels(max(female - 1, 0.8)) if row.female else "",
        "total_x": pixels(AXIS + male + female + 8),
    }


def period_chart(recaps: list[Recap]) -> dict | None:
    """The same period of several years, oldest first."""
    if any(recap.hides_something for recap in recaps):
        return None
    scale = HEIGHT / max(*(recap.total for recap in recaps), 1)
    bars = [standing_bar(recap, 10 + i * (BAR + GAP), scale) for i, recap in enumerate(recaps)]
    return {"bars": bars, "width": 20 + len(recaps) * (BAR + GAP) - GAP}


def standing_bar(recap, x, scale):
    male, female = recap.male * scale, recap.female * scale
    return {
        "recap": recap,
        "x": pixels(x),
        "middle": pixels(x + BAR / 2),
        "text_y": pixels(FLOOR - male - female - 8),
        "male_y": pixels(FLOOR - male),
        "male": pixels(male),
        "female_y": pixels(FLOOR - male - female),
        "female": pixels(female),
    }


def pixels(number: float) -> str:
    """A number as svg writes it, whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")
