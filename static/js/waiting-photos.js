// "Foto dulu": a picture that was just taken is sent at once and becomes a card; a tap on a card
// gives it to the open row, in that row's hidden field. A row takes its cards along when it goes.
const rows = document.querySelector("[data-rows]");
const taken = new Set();

for (const form of document.querySelectorAll("[data-send-on-choose]")) {
  form.addEventListener("change", ({ target }) => {
    if (target.type === "file" && target.files.length) form.requestSubmit();
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful) return;
    for (const input of form.querySelectorAll("[type=file]")) input.value = "";
  });
}

document.addEventListener("change", ({ target }) => {
  const field = rows?.querySelector("[data-photos]");
  if (field && target.matches("[data-photo]")) field.value = chosen().join(",");
});
document.body.addEventListener("htmx:afterSwap", hideTaken);
if (rows) new MutationObserver(follow).observe(rows, { childList: true });

function follow(changes) {
  for (const { removedNodes, addedNodes } of changes) {
    for (const id of photosOf(removedNodes)) taken.add(id);
    for (const id of photosOf(addedNodes)) taken.delete(id);
  }
  hideTaken();
  const open = new Set(photosOf(rows.children));
  for (const card of cards()) card.checked = open.has(card.value);
}

function hideTaken() {
  for (const card of cards()) card.closest("li").hidden = taken.has(card.value);
}

function photosOf(nodes) {
  const fields = [...nodes].map((node) => node.querySelector?.("[data-photos]"));
  return fields.flatMap((field) => field?.value.split(",") ?? []).filter(Boolean);
}

const cards = () => [...document.querySelectorAll("[data-photo]")];
const chosen = () => cards().filter((card) => card.checked).map((card) => card.value);
