// A follow-up as a form of a registered phone without signal (js/away.js): of one contact of the
// list, {url, name, area, day, way, due}.
export function draw(form, contact) {
  form.querySelector(`[name=way][value="${contact.way}"]`)?.setAttribute("checked", "");
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Makassar" });
  form.querySelector("[name=done_on]").value = today.format(Date.now());
}

export const heading = ({ name }) => name;
export const listed = ({ area, day }) => [area, `hari ke-${day}`].filter(Boolean).join(" · ");

export function missing(form, fields) {
  const said = new Map(fields);
  if (!said.get("result")) return ["Pilih hasilnya."];
  if (said.get("result") === "not_done" && !said.get("reason")) return ["Tulis mengapa tidak dilakukan."];
  if (said.get("result") === "found" && !said.get("met")) return ["Tulis siapa yang ditemui."];
  return [];
}

export const about = (contact) => ({ name: contact.name, about: `Bimbingan lanjut, ${listed(contact)}` });
export const showAnswer = () => [];
export const known = () => [];

// The contacts, each with a button that opens its form.
export function drawList(panel, { lines }, copyOf, open) {
  panel.querySelector("[data-listed]").textContent = `${lines.length} orang`;
  panel.querySelector("[data-lines]").replaceChildren(
    ...lines.map((contact) => {
      const item = copyOf("[data-follow-up-line]");
      item.querySelector("[data-name]").textContent = contact.name;
      item.querySelector("[data-about]").textContent = [listed(contact), contact.due].join(" · ");
      item.querySelector("[data-of]").textContent = ` ${contact.name}, hari ke-${contact.day}`;
      item.querySelector("[data-fill]").addEventListener("click", () => open(contact));
      return item;
    }),
  );
}
