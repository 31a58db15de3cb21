"""Pictures as lists of shapes, which one template writes as svg. Where something stands and how it
is painted are attributes and never styles: on paper an svg has no classes, and on the screen the
classes of the same names put the colours of day and night over them."""

from dataclasses import dataclass, field
from math import sqrt

from django.forms.utils import flatatt

from reports.figures.recap.charts import pixels

WIDTH = 320
# The least that a finger hits: 24 px where a telephone of 360 draws this width on 290.
TOUCH = 27
SEA, DUE, SUN, LINE, FIELD, INK, INK_2 = (
    "#0f5a69",
    "#8f4309",
    "#d4751f",
    "#b9baad",
    "#7f8378",
    "#14272e",
    "#4c5a5f",
)
# paint -> how it looks on paper; {key} is the picture's own, whose patterns it uses.
PAINTS = {
    "sea": {"fill": SEA},
    "hatch": {"fill": "url(#{key}-arsir)", "stroke": DUE, "stroke-width": "1"},
    "before": {"fill": LINE},
    "k0": {"fill": "#ffffff", "stroke": FIELD},
    "k1": {"fill": "url(#{key}-titik)", "stroke": FIELD},
    "k2": {"fill": "url(#{key}-garis)", "stroke": FIELD},
    "k3": {"fill": "url(#{key}-silang)", "stroke": FIELD},
    "k4": {"fill": SEA, "stroke": FIELD},
    "ring": {"fill": "none", "stroke": SEA, "stroke-width": "1.25"},
    "axis": {"stroke": LINE},
    "target": {"stroke": SUN, "stroke-width": "2.5"},
    "is": {"fill": "none", "stroke": SEA, "stroke-width": "2.5"},
    "was": {"fill": "none", "stroke": INK_2, "stroke-width": "1.5", "stroke-dasharray": "5 4"},
    # Behind words, over a pattern.
    "plate": {"fill": "#ffffff"},
    # To be hit: nothing is seen of it.
    "touch": {"fill": "#ffffff", "fill-opacity": "0"},
    # Words.
    "words": {"fill": INK, "font-size": "12"},
    "small": {"fill": INK, "font-size": "10.5"},
    "soft": {"fill": INK_2, "font-size": "10.5"},
    "bold": {"fill": INK, "font-size": "12", "font-weight": "600"},
    "big": {"fill": INK, "font-size": "15", "font-weight": "600"},
}
PATTERNS = {"hatch", "k1", "k2", "k3"}


@dataclass(frozen=True)
class Shape:
    """rect, circle, line, polyline or text, in one paint."""

    tag: str
    paint: str
    places: dict[str, str]
    words: str = ""
    key: str = ""

    @property
    def attributes(self) -> str:
        look = {name: value.format(key=self.key) for name, value in PAINTS[self.paint].items()}
        return flatatt(look | self.places)


@dataclass(frozen=True)
class Part:
    """Shapes that stand for one number; `href` opens its rows, and is called `says`."""

    shapes: tuple[Shape, ...]
    href: str = ""
    says: str = ""


@dataclass
class Picture:
    """`key` is its own on the page: its patterns are called by it."""

    key: str
    name: str
    height: float
    parts: list[Part] = field(default_factory=list)

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {pixels(self.height)}"

    @property
    def has_links(self) -> bool:
        return any(part.href for part in self.parts)

    def add(self, *shapes: Shape, href: str = "", says: str = "") -> None:
        own = tuple(
            Shape(one.tag, one.paint, one.places, one.words, self.key) for one in shapes if one
        )
        self.parts.append(Part(own, href, says))


@dataclass(frozen=True)
class Mark:
    """A line of the legend."""

    paint: str
    label: str
    key: str

    @property
    def is_line(self) -> bool:
        return self.paint in {"is", "was", "target"}

    @property
    def has_pattern(self) -> bool:
        return self.paint in PATTERNS

    @property
    def own_key(self) -> str:
        """On paper each svg stands by itself, and has patterns of its own."""
        return f"{self.key}-{self.paint}"

    @property
    def swatch(self) -> str:
        look = PAINTS[self.paint]
        return flatatt({name: value.format(key=self.own_key) for name, value in look.items()})


def rect(paint, x, y, width, height, *, round_by=0) -> Shape:
    places = {"x": x, "y": y, "width": max(width, 0), "height": max(height, 0)}
    if round_by:
        places["rx"] = round_by
    return Shape("rect", paint, _written(places))


def circle(paint, x, y, radius) -> Shape:
    return Shape("circle", paint, _written({"cx": x, "cy": y, "r": radius}))


def line(paint, x1, y1, x2, y2) -> Shape:
    return Shape("line", paint, _written({"x1": x1, "y1": y1, "x2": x2, "y2": y2}))


def polyline(paint, points) -> Shape:
    path = " ".join(f"{pixels(x)},{pixels(y)}" for x, y in points)
    return Shape("polyline", paint, {"points": path})


def text(paint, x, y, words, *, anchor="") -> Shape:
    places = _written({"x": x, "y": y})
    return Shape("text", paint, places | ({"text-anchor": anchor} if anchor else {}), words)


def shortened(words: str, letters: int) -> str:
    """So that it does not run over its neighbour; the whole stands in the table."""
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"


def radius_of(n, most, largest):
    """By the area: twice as many, twice the area."""
    return max(1.2, largest * sqrt(n / most))


def _written(places):
    return {name: pixels(value) for name, value in places.items()}
