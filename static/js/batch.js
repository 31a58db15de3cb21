// The batch page: a row is taken out of the form the moment it is kept, and sent by the queue, so
// that the next person can be typed at once, with signal or without. The same script serves the
// page that a phone keeps for when there is no signal, and the list of what is not yet sent.
import { Offer } from "./batch/offer.js";
import * as phone from "./batch/phone.js";
import { newKey, queue } from "./batch/queue.js";
import * as row from "./batch/row.js";
import { lookAfterChild } from "./child.js";

// As many saved rows are folded to their count.
const FOLD_AT = 4;
const PAGE = /^\/patrols\/[0-9]+\/intakes\/$/;

const form = document.querySelector("[data-batch]");
const list = document.querySelector("[data-queue]");
const isPhone = Boolean(document.querySelector("[data-unsent]").dataset.device);
const here = await pageOfRows();
// Known to "Foto dulu" of this page.
if (form && here) form.dataset.page = here;
// What a row looks like, for its words.
const blank = document.querySelector("template[data-blank]").content.firstElementChild;
let mend = null;

queue.addEventListener("change", showQueue);
queue.addEventListener("failed", ({ detail }) => takeBack(detail.row.key));
queue.addEventListener("saved", ({ detail }) => detail.row.url === here && showSaved(detail));
list.addEventListener("click", clickedInList);

if (form) {
  const rows = form.querySelector("[data-rows]");
  const offer = new Offer({
    page: here,
    sent: Object.entries(JSON.parse(form.dataset.last || "{}")),
    isPhone,
    clockError: form.dataset.now ? Date.parse(form.dataset.now) - Date.now() : 0,
  });
  const draftPage = here || location.pathname;
  let draftTimer = null;

  // Where no patrol is known the form is there to mend rows alone.
  if (!here) rows.replaceChildren();
  for (const open of rows.children) prepare(open);
  showForm();
  offer.tickAll(rows);
  offer.load().then((isFound) => isFound && [...rows.children].filter(isUntouched).forEach(offerTo));
  queue.addEventListener("failed", ({ detail }) => {
    if (detail.row.url === here && row.isEmpty(rows.firstElementChild)) mend(detail.row);
  });
  form.addEventListener("submit", submit);
  form.addEventListener("input", ({ target }) => {
    const open = target.closest("[data-row]");
    if (open && target.name) offer.typed(open, target);
    keepDraft();
  });
  form.addEventListener("change", keepDraft);
  form.addEventListener("click", ({ target }) => {
    const open = target.closest("[data-row]");
    if (target.closest("[data-same] button")) sameAsAbove(open);
    if (target.closest("[data-mend-cancel]")) cancel(open);
    if (target.closest("[data-drop-now]")) drop(open);
  });
  queue.ready.then(restoreDraft);
  queue.addEventListener("opened", restoreDraft);

  async function submit(event) {
    event.preventDefault();
    const filled = [...rows.children].filter((open) => !row.isEmpty(open));
    const wrong = [];
    for (const open of filled.length ? filled : [rows.firstElementChild]) {
      const errors = row.missing(open);
      if (Object.keys(errors).length) wrong.push([open, errors]);
      else await take(open);
    }
    for (const [open, errors] of wrong.reverse()) row.showErrors(open, errors);
    // Nothing green above a row that was not saved.
    if (wrong.length) document.querySelector("[data-just-saved]").hidden = true;
    else scrollTo({ top: 0 });
    saveDraft();
  }

  // A fresh row takes its place at once: whoever types on types into that one. The draft holds it
  // until it is kept. What is offered next goes by new rows alone.
  async function take(open) {
    const { key, mends, page } = open.dataset;
    const fields = row.read(open);
    const noted = mends ? null : offer.note(open);
    leave(open);
    await queue.add({ url: page, fields, key });
    showTaken(key, fields);
    await noted;
  }

  function leave(open) {
    if (rows.children.length > 1 || !here) open.remove();
    else open.replaceWith(freshRow());
    showForm();
    showQueue();
  }

  function freshRow() {
    const fresh = blank.cloneNode(true);
    offerTo(fresh);
    prepare(fresh);
    return fresh;
  }

  function offerTo(open) {
    offer.give(open);
    showAsked(open);
  }

  function prepare(open) {
    open.dataset.key ||= newKey();
    open.dataset.page ||= here;
    if (!row.isEmpty(open)) open.dataset.begun = "yes";
    const previous = open.querySelector("[data-previous]");
    previous.value ||= open.previousElementSibling?.dataset.key ?? "";
    lookAfterChild(open);
    showAsked(open);
    offer.tick(open);
    globalThis.htmx?.process(open);
  }

  function showAsked(open) {
    open.querySelector("[data-same]").hidden = !offer.isKnown;
    open.querySelector("[data-together]").hidden = !open.querySelector("[data-previous]").value;
  }

  function isUntouched(open) {
    return !open.dataset.begun && row.isEmpty(open);
  }

  function sameAsAbove(open) {
    offer.giveSame(open);
    lookAfterChild(open);
    keepDraft();
  }

  mend = (queued, { mends = "yes", clock = "typed" } = {}) => {
    let open = rows.firstElementChild;
    if (!open || !row.isEmpty(open)) {
      open = blank.cloneNode(true);
      rows.prepend(open);
      if (rows.children.length > 1) number(open);
    }
    Object.assign(open.dataset, { key: queued.key, page: queued.url, begun: "yes", mends, clock });
    row.fill(open, queued.fields);
    prepare(open);
    if (mends) addMending(open, queued.state === "failed");
    else row.showErrors(open, {});
    if (queued.state === "failed") row.showErrors(open, queued.errors);
    else if (mends) queue.hold(queued);
    showForm();
    showQueue();
    open.scrollIntoView();
  };

  function addMending(open, isRefused) {
    open.querySelector("[data-mending]")?.remove();
    const mending = copyOf("[data-mending-row]");
    if (!isRefused) mending.querySelector("[data-drop]").remove();
    open.querySelector(".rp-pad").prepend(mending);
  }

  function cancel(open) {
    const queued = queue.rows.find(({ key }) => key === open.dataset.key);
    leave(open);
    if (queued && queued.state === "held") queue.release(queued);
    saveDraft();
  }

  async function drop(open) {
    const queued = queue.rows.find(({ key }) => key === open.dataset.key);
    const reason = reasonIn(open);
    if (!reason) return;
    leave(open);
    await queue.drop(queued, reason);
    saveDraft();
  }

  // A second blank row beside the open one needs names and ids of its own.
  function number(open) {
    const free = Math.max(...[...rows.children].map((other) => Number(other.dataset.row))) + 1;
    open.innerHTML = open.innerHTML.replaceAll(/(["_#])0([-_])/g, `$1${free}$2`);
    open.dataset.row = free;
    open.setAttribute("aria-label", `Orang ${free + 1}`);
  }

  function showForm() {
    form.hidden = !rows.children.length;
  }

  function keepDraft() {
    clearTimeout(draftTimer);
    draftTimer = setTimeout(saveDraft, 300);
  }

  function saveDraft() {
    clearTimeout(draftTimer);
    const open = [...rows.children].filter((one) => !row.isEmpty(one));
    const typed = open.map((one) => {
      const { key, page, clock, mends } = one.dataset;
      return { key, page, clock, mends, fields: row.read(one) };
    });
    return typed.length ? queue.keepDraft(draftPage, typed) : queue.dropDraft(draftPage);
  }

  async function restoreDraft() {
    const open = new Set([...rows.children].map(({ dataset }) => dataset.key));
    for (const typed of (await queue.draft(draftPage)) ?? []) {
      const isThere = open.has(typed.key) || queue.rows.some(({ key }) => key === typed.key);
      // What was being mended and is gone was sent as it was.
      if (isThere || typed.mends) continue;
      mend({ ...typed, url: typed.page }, { mends: "", clock: typed.clock ?? "" });
    }
  }
}

showQueue();

// Without signal, of whatever address: the patrol that runs on this phone.
async function pageOfRows() {
  if (form?.hasAttribute("action")) return new URL(form.action).pathname;
  if (PAGE.test(location.pathname)) return location.pathname;
  const isForNew = isPhone && form?.querySelector("[data-row]");
  const patrol = isForNew ? await phone.patrol().catch(() => null) : null;
  return patrol?.page ?? "";
}

function clickedInList({ target }) {
  const queued = queue.rows.find(({ key }) => key === target.closest("li")?.dataset.key);
  if (target.closest("[data-mend]")) mendAny(queued);
  if (target.closest("[data-sign]")) queue.sign(queued);
  if (target.closest("[data-drop-picture]")) queue.drop(queued, `Foto ditolak: ${errorsOf(queued)}`.slice(0, 200));
}

// What is no row of a patrol is mended in its own form (away.js).
function mendAny(queued) {
  if (!queued.kind) return mend(queued);
  queue.dispatchEvent(new CustomEvent("mend", { detail: { row: queued } }));
}

function canMend({ kind, image }) {
  if (kind) return Boolean(document.querySelector(`template[data-form-of=${kind}]`));
  return Boolean(mend) && !image;
}

// Why a row is discarded; asked for where it is missing.
function reasonIn(place) {
  const input = place.querySelector("[data-drop-reason]");
  const reason = input.value.trim();
  input.classList.toggle("is-invalid", !reason);
  place.querySelector("[data-drop-missing]").hidden = Boolean(reason);
  if (!reason) input.focus();
  return reason;
}

function showQueue() {
  const open = new Set([...document.querySelectorAll("[data-row], [data-away]")].map(({ dataset }) => dataset.key));
  const shown = queue.rows.filter(({ key }) => !open.has(key));
  list.hidden = !shown.length;
  const none = document.querySelector("[data-queue-none]");
  if (none) none.hidden = queue.rows.length > 0;
  list.querySelector("[data-queue-rows]").replaceChildren(...shown.map(queuedItem));
}

function queuedItem(queued) {
  const item = copyOf("[data-queued-row]");
  const { name, about } = aboutOf(queued);
  const state = stateOf(queued);
  item.dataset.key = queued.key;
  write(item, { name, about, errors: errorsOf(queued) });
  for (const word of item.querySelectorAll("[data-state]")) {
    if (word.dataset.state !== state) word.remove();
  }
  item.querySelector("[data-sign]").hidden = state !== "unsigned" || !queue.isSigned;
  const isStill = queued.state === "sending" || queued.dropped;
  item.querySelector("[data-mend]").hidden = isStill || !canMend(queued);
  item.querySelector("[data-drop-picture]").hidden = !queued.image || state !== "failed";
  return item;
}

function errorsOf(queued) {
  return Object.values(queued.errors).flat().join(" ");
}

function aboutOf(queued) {
  if (queued.kind) return queued.about;
  return queued.image ? aboutPicture(queued) : row.summary(blank, queued.fields);
}

function aboutPicture({ at }) {
  const options = { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return { name: "Foto", about: new Intl.DateTimeFormat("id-ID", options).format(at) };
}

function stateOf(queued) {
  if (queued.state === "failed") return "failed";
  if (queued.dropped) return "dropped";
  if (!queued.signed) return "unsigned";
  return queue.isOld(queued) ? "old" : "waiting";
}

// The green line names the row that was saved last, here or, once it is sent, with the server.
function showTaken(key, fields) {
  const notice = document.querySelector("[data-just-saved]");
  const { name, about } = row.summary(blank, fields);
  notice.hidden = false;
  notice.dataset.key = key;
  const said = queue.isKept ? "Tersimpan di ponsel ini." : "Tercatat di halaman ini.";
  writeSaved(notice, { said, name: `${name}, ${about}.`, then: "Dikirim begitu ada sinyal." });
}

function writeSaved(notice, { said, name, then = "", warning = "" }) {
  write(notice, { said, name, then, warning });
  notice.querySelector("[data-to-mind]").hidden = !warning;
}

// Refused after all: what to do stands with the row.
function takeBack(key) {
  const notice = document.querySelector("[data-just-saved]");
  if (notice.dataset.key === key) notice.hidden = true;
}

function showSaved({ row: sent, answer: { person, about, warning, page, count } }) {
  const saved = document.querySelector("[data-saved]");
  const item = copyOf("[data-saved-row]");
  write(item, { name: person, about, warning });
  const link = item.querySelector("[data-page]");
  link.href = page;
  link.setAttribute("aria-label", `Perbaiki ${person}`);
  saved.querySelector("[data-saved-rows]").prepend(item);
  const some = saved.querySelector("[data-saved-some]");
  some.hidden = false;
  if (count === FOLD_AT) some.open = false;
  saved.querySelector("[data-saved-none]").hidden = true;
  saved.querySelector("[data-saved-count]").textContent = `${count} orang`;
  const notice = document.querySelector("[data-just-saved]");
  // Not over a row that was typed later and still waits.
  const isLast = !queue.rows.some(({ key }) => key === notice.dataset.key);
  if (!isLast && sent.key !== notice.dataset.key) return;
  notice.hidden = false;
  writeSaved(notice, { said: "Tersimpan.", name: `${person}, ${about}.`, warning });
}

function copyOf(name) {
  const template = document.querySelector(`template${name}`);
  return template.content.firstElementChild.cloneNode(true);
}

function write(element, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const place = element.querySelector(`[data-${name}]`);
    place.textContent = text;
    place.hidden = !text;
  }
}
