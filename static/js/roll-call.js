// Ticks of a roll call that was not saved come back when its page is opened again in this tab: a
// reload, a lost signal, the Back button. Only numbers and reasons are kept, never a name or a note.
const form = document.querySelector("[data-roll-call]");
const { rollCall: key, version, typed } = form.dataset;
const restored = document.querySelector("[data-restored]");

const kept = JSON.parse(sessionStorage.getItem(key) || "null");
// What the server shows of a form that was sent is newer; another version is another roll call.
if (kept && kept.version === version && !typed) restore(kept.absent);
form.addEventListener("change", keep);
form.addEventListener("kept", () => sessionStorage.removeItem(key));

function keep() {
  const absent = [...form.querySelectorAll("[name=absent]:checked")].map((box) => [
    box.value,
    form.querySelector(`[name="${box.value}-reason"]:checked`)?.value ?? "",
  ]);
  sessionStorage.setItem(key, JSON.stringify({ version, absent }));
}

function restore(absent) {
  const reasons = new Map(absent);
  for (const box of form.querySelectorAll("[name=absent]")) {
    const isAbsent = reasons.has(box.value);
    if (box.checked !== isAbsent) restored.hidden = false;
    box.checked = isAbsent;
    for (const radio of form.querySelectorAll(`[name="${box.value}-reason"]`)) {
      radio.checked = isAbsent && radio.value === reasons.get(box.value);
    }
  }
}
