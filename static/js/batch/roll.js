// The roll call as a form of a registered phone without signal (js/away.js): `lines` are who is
// called, [{stay, name, room, bed, is_out, is_absent, reason}].
const NEEDS_NOTE = "other";

export function draw(form, { lines }, copyOf) {
  form.querySelector("[data-lines]").replaceChildren(...lines.map((line) => drawLine(line, copyOf)));
}

export const heading = () => "Absen klien";

export function listed({ lines }) {
  return `${lines.length} orang`;
}

function drawLine(line, copyOf) {
  const item = copyOf(line.is_out ? "[data-roll-out]" : "[data-roll-line]");
  const pk = String(line.stay);
  item.dataset.stay = pk;
  item.querySelector("[name=shown]").value = pk;
  item.querySelector("[data-name]").textContent = line.name;
  const bed = line.bed ? `${line.room}, nomor ${line.bed}` : line.room;
  item.querySelector("[data-bed]").textContent = bed;
  if (line.is_out) return item;
  const box = item.querySelector("[name=absent]");
  Object.assign(box, { value: pk, id: `tidak-${pk}`, checked: line.is_absent });
  item.querySelector(".rp-called").htmlFor = box.id;
  item.querySelector("legend").textContent = `Mengapa ${line.name} tidak hadir`;
  for (const [number, radio] of item.querySelectorAll("[type=radio]").entries()) {
    Object.assign(radio, { name: `${pk}-reason`, id: `alasan-${pk}-${number}`, checked: radio.value === line.reason });
    radio.nextElementSibling.htmlFor = radio.id;
  }
  item.querySelector("[data-note] input").name = `${pk}-note`;
  return item;
}

// What the phone says by itself: who is absent without a reason.
export function missing(form, fields) {
  const said = new Map(fields);
  const wrong = absentIn(fields).filter((pk) => {
    const reason = said.get(`${pk}-reason`);
    return !reason || (reason === NEEDS_NOTE && !said.get(`${pk}-note`)?.trim());
  });
  const names = wrong.map((pk) => form.querySelector(`[data-stay="${pk}"] [data-name]`).textContent);
  return names.length ? [`Alasan belum lengkap: ${names.join(", ")}.`] : [];
}

export function about(list, fields) {
  const absent = absentIn(fields).length;
  return { name: "Absen klien", about: absent ? `${absent} tidak hadir` : "semua hadir" };
}

// What another has saved meanwhile stands in its line; saving again overwrites knowingly.
export function showAnswer(form, { lines = {}, version }) {
  for (const [pk, words] of Object.entries(lines)) {
    const theirs = form.querySelector(`[data-stay="${pk}"] [data-theirs]`);
    if (!theirs) continue;
    theirs.textContent = `Yang tersimpan: ${words}`;
    theirs.hidden = false;
  }
  return version === undefined ? [] : [["shown_version", String(version)]];
}

// Beside what is typed: which list it was.
export const known = ({ half_day, version }) => [["half_day", half_day], ["shown_version", String(version)]];

function absentIn(fields) {
  return fields.filter(([name]) => name === "absent").map(([, pk]) => pk);
}
