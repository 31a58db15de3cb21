"""Faces, plainly drawings; a patrol at night; a card and a paper on which nothing is written."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from cases.people.models import Sex
from rptc.pictures import encode

SIZE = (400, 500)
WALLS = ["#c9d6cf", "#d8cfc0", "#c4d3dc", "#dccfd2"]
SKINS = ["#8d5a3b", "#a06a45", "#b57f57", "#c4946b"]
SCARVES = ["#365c6b", "#7a4a5c", "#4f6b46", "#8a6d3b"]
SHIRTS = ["#42566b", "#6b4a42", "#4a5f4a", "#6f6a58"]
BLACK, GREY, INK = "#221d1b", "#a9a6a2", "#3a2519"


def kept(story, picture):
    """Columns of a Photo; the file lies under a name that the same day gives again."""
    number = story.key().hex
    name = f"photos/{number[:2]}/{number}.jpg"
    default_storage.delete(name)
    return {
        "file": default_storage.save(name, ContentFile(picture.content)),
        "sha256": picture.sha256,
        "size": len(picture.content),
    }


def _drawn(image):
    written = io.BytesIO()
    image.save(written, "PNG")
    return encode(ContentFile(written.getvalue()))


def emblem():
    """A shield with a sail: no city's."""
    image = Image.new("RGB", (400, 480), "white")
    pen = ImageDraw.Draw(image)
    shield = [(30, 30), (370, 30), (370, 270), (200, 450), (30, 270)]
    pen.polygon(shield, fill="#1f5f74", outline="#d9b24a", width=14)
    pen.polygon([(200, 90), (200, 290), (90, 290)], fill="#f4f1e6")
    pen.polygon([(215, 130), (215, 290), (305, 290)], fill="#d9b24a")
    pen.polygon([(80, 310), (320, 310), (260, 360), (140, 360)], fill="#f4f1e6")
    return _drawn(image)


def card():
    """An identity card on which nothing is written."""
    image = Image.new("RGB", (640, 400), "#bcd6e6")
    pen = ImageDraw.Draw(image)
    for y in range(70, 340, 36):
        pen.rectangle((40, y, 380 - y % 90, y + 14), fill="#5d7f93")
    pen.rectangle((440, 80, 600, 300), fill="#c9a38a")
    pen.ellipse((480, 120, 560, 230), fill="#8d5a3b")
    return _drawn(image)


def thumb_print():
    """Rings on paper: no human being's."""
    image = Image.new("RGB", (400, 500), "#f4f1e6")
    pen = ImageDraw.Draw(image)
    for ring in range(9):
        inset = 12 * ring
        pen.arc(
            (90 + inset, 80 + inset, 310 - inset, 430 - inset), 20, 350, fill="#2c3f75", width=6
        )
    return _drawn(image)


def paper():
    """A family card on which nothing is written."""
    image = Image.new("RGB", (700, 500), "#f4f1e6")
    pen = ImageDraw.Draw(image)
    for y in range(120, 460, 40):
        pen.line([(40, y), (660, y)], fill=INK, width=2)
    for x in (40, 120, 330, 470, 660):
        pen.line([(x, 120), (x, 440)], fill=INK, width=2)
    pen.rectangle((220, 40, 480, 70), fill="#5d7f93")
    return _drawn(image)


def face(story, person):
    dice = story.dice
    image = Image.new("RGB", SIZE, dice.choice(WALLS))
    pen = ImageDraw.Draw(image)
    skin, is_old = dice.choice(SKINS), (person.age_years or 0) >= 60
    has_scarf = person.sex == Sex.FEMALE and dice.random() < 0.7
    pen.ellipse((40, 390, 360, 720), fill=dice.choice(SHIRTS))
    if has_scarf:
        pen.ellipse((85, 70, 315, 450), fill=dice.choice(SCARVES))
    else:
        long = 380 if person.sex == Sex.FEMALE else 300
        pen.ellipse((95, 70, 305, long), fill=GREY if is_old else BLACK)
    pen.rectangle((170, 350, 230, 420), fill=skin)
    pen.ellipse((118, 115, 282, 385), fill=skin)
    _features(pen, dice, is_child=bool(person.age.is_child_on(story.today)))
    if is_old:
        for y in (168, 180):
            pen.arc((160, y, 240, y + 24), 200, 340, fill=INK, width=2)
    return _drawn(image)


def _features(pen, dice, *, is_child):
    eye = 13 if is_child else 9
    for x in (165, 235):
        pen.ellipse((x - eye, 230 - eye, x + eye, 230 + eye), fill=INK)
        pen.arc((x - 22, 198, x + 22, 232), 200, 340, fill=INK, width=5)
    pen.line([(200, 240), (192, 285), (206, 287)], fill=INK, width=4)
    smile = dice.randint(0, 40)
    pen.arc((165, 305 - smile // 2, 235, 340), 20, 160, fill=INK, width=5)


def street(story):
    """A crossing at night, with the patrol's car."""
    image = Image.new("RGB", (800, 600), "#1d2a3a")
    pen = ImageDraw.Draw(image)
    pen.polygon([(300, 250), (500, 250), (780, 600), (20, 600)], fill="#3a414a")
    for y in range(270, 600, 60):
        pen.rectangle((396, y, 404, y + 30), fill="#d9d4c0")
    for x in (120, 680):
        pen.rectangle((x - 5, 130, x + 5, 420), fill="#6c747c")
        pen.ellipse((x - 28, 100, x + 28, 156), fill="#f0d890")
    left = 430 + story.dice.randint(0, 60)
    pen.rectangle((left, 360, left + 190, 450), fill="#e7e7e0")
    pen.polygon([(left + 30, 360), (left + 60, 310), (left + 140, 310), (left + 165, 360)],
                fill="#9fb4bd")  # fmt: skip
    for x in (left + 45, left + 145):
        pen.ellipse((x - 24, 428, x + 24, 476), fill="#15181b")
    return _drawn(image)
