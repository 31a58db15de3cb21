// Shows who a person may be while they are typed: asks the address in [data-likely] once typing
// rests. Without signal or login it stays silent: it is a hint, and nothing waits for it.
const ASKED = /(?:^|-)(name|alias|sex|age_years|age_unit|born_on|nik|mother_name|origin_text)$/;
const ANSWER = /(?:^|-)(likely_\d)$/;
const WAIT = 400;
const waiting = new WeakMap();

document.addEventListener("input", ({ target }) => {
  const person = target.closest("[data-person]");
  const place = person?.querySelector("[data-likely]");
  if (!place || !ASKED.test(target.name)) return;
  clearTimeout(waiting.get(place));
  waiting.set(place, setTimeout(() => ask(person, place), WAIT));
});

async function ask(person, place) {
  const url = new URL(place.dataset.likely, location.href);
  for (const field of person.querySelectorAll("input, select, textarea")) {
    const name = (ASKED.exec(field.name) ?? ANSWER.exec(field.name))?.[1];
    if (name && field.value && (field.type !== "radio" || field.checked)) {
      url.searchParams.append(name, field.value);
      const prefix = field.name.slice(0, -name.length - 1);
      if (prefix) url.searchParams.set("prefix", prefix);
    }
  }
  const asked = (place.dataset.asked = url.search);
  try {
    const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
    // Typing went on meanwhile: a later answer is on its way.
    if (answer.ok && place.dataset.asked === asked) place.innerHTML = await answer.text();
  } catch {
    // No signal.
  }
}
