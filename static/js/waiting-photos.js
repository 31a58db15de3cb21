// "Foto dulu": a picture that was just taken becomes a card; a tap on a card gives it to the open
// row, in that row's hidden field, and a row takes its cards along when it goes; one that is taken
// by the button of a row is that row's at once. On a registered
// phone a picture waits for signal as rows do, its card is named by its key; elsewhere it is sent
// at once.
import * as pictures from "./batch/pictures.js";
import { newKey, queue } from "./batch/queue.js";

const rows = document.querySelector("[data-rows]");
const here = document.querySelector("[data-pictures]");
const isPhone = Boolean(document.querySelector("[data-unsent]").dataset.device);
const taken = new Set();
// The row whose button was pressed last, and the cards that were there before.
let own = null;
let known = new Set();

for (const form of document.querySelectorAll("[data-send-on-choose]")) {
  // A picture goes as soon as it is chosen: there is nothing left to press.
  for (const button of form.querySelectorAll("button")) button.hidden = true;
  // Of whom the next picture is: whoever goes on by hand means nobody yet.
  form.addEventListener("click", ({ isTrusted }) => {
    if (isTrusted) own = null;
  });
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || !target.files.length) return;
    if (isPhone) wait(form, target);
    else form.requestSubmit();
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful) return;
    for (const input of form.querySelectorAll("[type=file]")) input.value = "";
    const saved = form.querySelector("[data-photo-saved]");
    if (saved) saved.hidden = detail.xhr.responseText.includes("alert-danger");
  });
}

document.addEventListener("change", ({ target }) => {
  const field = rows?.querySelector("[data-photos]");
  if (field && target.matches("[data-photo]")) field.value = chosen().join(",");
});
document.body.addEventListener("htmx:afterSwap", () => {
  if (own) giveOwn(cards().map(({ value }) => value).filter((value) => !known.has(value)));
  hideTaken();
});
if (rows) new MutationObserver(follow).observe(rows, { childList: true });
rows?.addEventListener("click", ({ target }) => {
  if (target.closest("[data-photo-of-row] button")) takeOf(target.closest("[data-row]"));
});
showButtons();
if (isPhone && here) {
  queue.addEventListener("change", showWaiting);
  queue.addEventListener("change", hideNamed);
  showWaiting();
  hideNamed();
}

async function wait(form, input) {
  const kind = new FormData(form).get("kind");
  const files = [...input.files];
  input.value = "";
  for (const file of files) {
    const key = newKey();
    const image = await pictures.asText(file);
    await queue.add({ url: address(form), fields: [["kind", kind]], key, image });
    giveOwn([key]);
  }
}

// The face of whom this row is about.
function takeOf(row) {
  const form = document.querySelector("[data-send-on-choose]");
  form.elements.kind.value = "face";
  own = row;
  known = new Set(cards().map(({ value }) => value));
  form.querySelector("[capture]").click();
}

// A row that was saved meanwhile takes no more: the picture waits for its own.
function giveOwn(ids) {
  if (!own?.isConnected || !ids.length) return;
  const field = own.querySelector("[data-photos]");
  field.value = [field.value, ...ids].filter(Boolean).join(",");
  own.querySelector("[data-photo-taken]").textContent = "Foto ikut tersimpan dengan baris ini.";
  for (const card of cards()) if (ids.includes(card.value)) card.checked = true;
  // The draft of the row keeps it.
  field.dispatchEvent(new Event("change", { bubbles: true }));
  own = null;
}

function showButtons() {
  if (!document.querySelector("[data-send-on-choose]")) return;
  for (const place of document.querySelectorAll("[data-rows] [data-photo-of-row]")) place.hidden = false;
}

// The kept page has no address of its own: that of the patrol that runs.
function address(form) {
  if (form.hasAttribute("action")) return form.getAttribute("action");
  return document.querySelector("[data-batch]").dataset.page.replace("intakes/", "photos/add/?people");
}

// A card stays once its picture is sent, until the page is left: then the server shows it.
function showWaiting() {
  const shown = new Set(cards().map((card) => card.value));
  for (const picture of queue.rows) {
    if (picture.image && !shown.has(picture.key)) here.querySelector("ul").append(card(picture));
    if (picture.dropped) dropCard(picture.key);
  }
  here.hidden = !here.querySelector("li");
}

function card({ key, image, at }) {
  const item = document.querySelector("template[data-picture-card]").content.firstElementChild.cloneNode(true);
  const [input, label] = [item.querySelector("input"), item.querySelector("label")];
  input.value = key;
  input.id = label.htmlFor = `foto-${key}`;
  item.querySelector("img").src = image;
  const options = { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  item.querySelector("span").textContent = new Intl.DateTimeFormat("id-ID", options).format(at);
  return item;
}

function dropCard(key) {
  const card = cards().find(({ value }) => value === key);
  card?.closest("li").remove();
}

// What a row in the queue names is no longer to be completed.
async function hideNamed() {
  for (const { fields, image } of queue.rows) {
    if (image) continue;
    const named = fields.find(([name]) => name === "photos")?.[1] ?? "";
    for (const one of named.split(",")) if (one) taken.add(one);
    for (const one of (await pictures.numbersOf(named)).split(",")) if (one) taken.add(one);
  }
  hideTaken();
}

function follow(changes) {
  for (const { removedNodes, addedNodes } of changes) {
    for (const id of photosOf(removedNodes)) taken.add(id);
    for (const id of photosOf(addedNodes)) taken.delete(id);
  }
  showButtons();
  hideTaken();
  const open = new Set(photosOf(rows.children));
  for (const card of cards()) card.checked = open.has(card.value);
}

function hideTaken() {
  for (const card of cards()) card.closest("li").hidden = taken.has(card.value);
  // Its words go with its last picture, and say how many are left.
  for (const set of document.querySelectorAll("#foto-menunggu fieldset")) {
    const left = set.querySelectorAll("li:not([hidden])").length;
    set.hidden = !left;
    set.querySelector("legend").textContent = `${left} foto belum dilengkapi`;
  }
}

function photosOf(nodes) {
  const fields = [...nodes].map((node) => node.querySelector?.("[data-photos]"));
  return fields.flatMap((field) => field?.value.split(",") ?? []).filter(Boolean);
}

function cards() {
  return [...document.querySelectorAll("[data-photo]")];
}

function chosen() {
  return cards().filter((card) => card.checked).map((card) => card.value);
}
