"""What README says of production, played to the letter by somebody who has nothing else."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader

from rptc import days
from tests.accounts.test_login import code_of
from tests.upkeep.machine import NAME, Machine
from tests.upkeep.visitor import Visitor

pytestmark = pytest.mark.gate

README = Path(settings.BASE_DIR) / "README.md"
BLOCK = re.compile(r"^```sh (root|rptc|elsewhere)( stops)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WAIT = "Terlalu banyak percobaan yang gagal"
OWN = "perahu-layar-biru-{}"


@pytest.fixture
def machine():
    machine = Machine()
    try:
        machine.start_postgres()
        yield machine
    finally:
        machine.switch_off()


def test_who_follows_the_readme_has_a_server_for_real_people(machine):
    printed = follow_readme(machine)
    assert "System check identified no issues (0 silenced)." in printed
    assert "RPTC runs as production" in machine.journal()
    codes, head_given, admin_given = secrets_of_first_accounts(printed)

    head = visitor(machine)
    recovery = come_in(head, "kepala", head_given, paper_code=codes[0])
    assert_safe_for_browsers(head)
    guess(machine, "kepala", recovery)

    admin = visitor(machine, at="127.0.0.4")
    come_in(admin, "admin", admin_given)
    officer = visitor(machine, at="127.0.0.5")
    come_in(officer, "peksos", account_of("peksos", admin, head))
    save_photos(officer, number=7)

    recap = head.go(f"/recap/{days.today().year}.pdf")
    assert recap.header("content-type") == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(recap.content)).pages)
    assert f"{days.today().year}" in text
    assert "JUMLAH" in text.upper()


def follow_readme(machine):
    """Type all that it says, in its order. Returns all that was printed."""
    clone, printed = machine.folder / "srv" / "rptc", ""
    origin = machine.origin()
    # For where its PostgreSQL listens alone.
    database = f"postgres://rptc:kata-sandi-pemilik@127.0.0.1:{machine.postgres}/rptc"
    blocks = BLOCK.findall(README.read_text())
    for number, (_, stops, commands) in enumerate(blocks):
        if (clone / "script").exists() and not (clone / ".venv").exists():
            machine.lend_packages(clone)
        commands = commands.replace("<this repository>", str(origin))
        if public := re.search(r"age1\w{20,}", printed):
            commands = commands.replace("age1...", public.group())
        if stops:
            said = machine.type(commands, status=1, DATABASE_URL=database)
            # It says word for word what comes next.
            assert machine.here(blocks[number + 1][2]) in machine.here(said)
        else:
            said = machine.type(commands)
        if "script/setup" in commands and not stops:
            _, _, after_certificate = blocks[number + 1][2].partition("fullchain.pem\n")
            assert machine.here(after_certificate) in machine.here(said)
        printed += said
    return printed


def secrets_of_first_accounts(printed):
    """(the head's codes on paper, the head's password, the admin's)."""
    codes = printed.partition("Codes on paper")[2].partition("kepala: one-time")[0].split("\n")[1:]
    [head] = re.findall(r"^kepala: one-time password (\S+)$", printed, re.MULTILINE)
    [admin] = re.findall(r"^admin: one-time password (\S+)$", printed, re.MULTILINE)
    return [code for code in codes if code], head, admin


def visitor(machine, at="127.0.0.1"):
    certificate = machine.folder / "etc/ssl/rptc/fullchain.pem"
    return Visitor(name=NAME, port=machine.https, certificate=certificate, at=at)


def come_in(visitor, name, given, **paper):
    """The first login: no page opens before the password is one's own and the second factor is
    set up. Returns a code for the day on which the telephone is lost."""
    own = OWN.format(name)
    page = visitor.send(visitor.go("/login/"), login=name, password=given)
    assert page.path.startswith("/account/password/"), page.text
    page = visitor.send(page, oldpassword=given, password1=own, password2=own)
    page = visitor.go("/")
    if "reauthenticate" in page.path:
        page = visitor.send(page, password=own)
    assert page.path.startswith("/account/2fa/activate/"), page.text
    [secret] = re.findall(r'class="rp-key">(\w+)<', page.text)
    page = visitor.send(page, code=code_of(secret), **paper)
    if page.path.startswith("/account/2fa/activate/"):
        # The half minute of the code ended on the way.
        page = visitor.send(page, code=code_of(secret), **paper)
    recovery = re.search(r"<code>(\w{8,})</code>", page.text)
    assert recovery, page.text
    page = visitor.go("/")
    assert (page.path, page.status) == ("/", 200), page.text
    return recovery.group(1)


def assert_safe_for_browsers(visitor):
    assert visitor.go("/").header("strict-transport-security").startswith("max-age=31536000")
    assert {cookie.partition("=")[0] for cookie in visitor.set_cookies} >= {
        "sessionid",
        "csrftoken",
    }
    # One that is taken away bears nothing.
    kept = [cookie for cookie in visitor.set_cookies if "Max-Age=0" not in cookie]
    assert [cookie for cookie in kept if "; Secure" not in cookie] == []


def guess(machine, name, recovery):
    """40 times, under another forged address each time; the owner of the name comes in."""
    guesser = visitor(machine, at="127.0.0.2")
    page = guesser.go("/login/")
    answers = []
    for number in range(40):
        forged = {"X-Forwarded-For": f"203.0.113.{number}"}
        page = guesser.send(page, forged, login=name, password=f"tebakan-{number}")
        answers.append(WAIT in page.text)
    assert answers == [False] * 5 + [True] * 35
    right = OWN.format(name)
    assert WAIT in guesser.send(page, login=name, password=right).text

    away = visitor(machine, at="127.0.0.3")
    page = away.send(away.go("/login/"), login=name, password=right)
    assert page.path.startswith("/login/2fa/"), page.text
    away.send(page, code=recovery)
    page = away.go("/")
    assert (page.path, page.status) == ("/", 200), page.text


def account_of(name, admin, head):
    """Prepared by the admin, confirmed by the head. Returns the password that is handed over."""
    page = admin.send(
        admin.go("/settings/users/add/"),
        username=name,
        full_name="Peksos Pertama",
        roles=["social_worker"],
    )
    [account] = re.findall(r"^/settings/users/\d+/", page.path)
    [confirm] = re.findall(rf'"({account}grants/\d+/confirm/)"', head.go(account).text)
    head.send(head.go(confirm))
    page = admin.send(admin.go(f"{account}password/"))
    [password] = re.findall(r'class="rp-key">([^<]+)<', page.text)
    return password


def save_photos(officer, number):
    """Of somebody who is taken in, as large as a telephone makes them."""
    page = officer.go("/intakes/register/")
    [kind] = re.findall(r'<option value="(\d+)">[^<]*anak jalanan', page.text, re.IGNORECASE)
    officer.send(
        page, door="family", name="Burung Kenari", sex="P", age_years="9", provisional=kind
    )
    [intake] = set(re.findall(r'"(/intakes/\d+/)"', officer.go("/intakes/").text))
    person = re.search(r'"(/people/\d+/)"', officer.go(intake).text).group(1)
    photos = [ContentFile(from_a_phone(n), name=f"IMG_{n}.jpg") for n in range(number)]
    page = officer.send(officer.go(f"{person}photos/add/"), files=photos)
    assert f"{number} foto tersimpan." in page.text
    page = officer.go(f"{person}identity/")
    shown = set(re.findall(r'"(/photos/\d+/)', page.text))
    assert len(shown) == number
    picture = officer.go(min(shown))
    assert picture.header("content-type") == "image/jpeg"


def from_a_phone(number):
    """12 megapixels, about 3 MB."""
    grain = Image.effect_noise((1000, 750), 60 + number).resize((4000, 3000))
    written = io.BytesIO()
    grain.convert("RGB").save(written, "JPEG", quality=92)
    assert written.tell() > 2 * 1024**2
    return written.getvalue()
