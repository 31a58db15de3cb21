// The batch page: a row is taken out of the form the moment it is kept, and sent by the queue, so
// that the next person can be typed at once, with signal or without.
import { newKey, queue } from "./batch/queue.js";
import * as row from "./batch/row.js";
import { lookAfterChild } from "./child.js";

// What "sama seperti di atas" fills in.
const SAME = ["provisional", "outcome", "hot_spot", "place", "activity"];
const WHERE = ["hot_spot", "place"];
// As many saved rows are folded to their count.
const FOLD_AT = 4;

const form = document.querySelector("[data-batch]");
const list = document.querySelector("[data-queue]");
const here = form ? new URL(form.action).pathname : location.pathname;

queue.addEventListener("change", showQueue);
queue.addEventListener("saved", ({ detail }) => detail.row.url === here && showSaved(detail.answer));

if (form) {
  const rows = form.querySelector("[data-rows]");
  const blank = form.querySelector("template").content.firstElementChild;
  const clockError = form.dataset.now ? Date.parse(form.dataset.now) - Date.now() : 0;
  let last = Object.entries(JSON.parse(form.dataset.last || "{}"));
  let draftTimer = null;

  for (const open of rows.children) prepare(open);
  queue.addEventListener("failed", ({ detail }) => {
    if (detail.row.url === here && row.isEmpty(rows.firstElementChild)) mend(detail.row);
  });
  form.addEventListener("submit", submit);
  form.addEventListener("input", typed);
  form.addEventListener("change", keepDraft);
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-same] button");
    if (button) sameAsAbove(button.closest("[data-row]"));
  });
  list.addEventListener("click", ({ target }) => {
    const queued = queue.rows.find(({ key }) => key === target.closest("li")?.dataset.key);
    if (target.closest("[data-mend]")) mend(queued);
    if (target.closest("[data-sign]")) queue.sign(queued);
  });
  queue.ready.then(restoreDraft);

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
    if (!wrong.length) scrollTo({ top: 0 });
    keepDraft();
  }

  // Out of the form only once it is kept.
  async function take(open) {
    const fields = row.read(open);
    await queue.add(here, fields, open.dataset.key);
    last = fields.filter(([name]) => SAME.includes(name));
    if (rows.children.length > 1) open.remove();
    else open.replaceWith(freshRow(open));
    showQueue();
  }

  function freshRow(old) {
    const fresh = blank.cloneNode(true);
    fresh.querySelector("[data-previous]").value = old.dataset.key;
    const where = last.filter(([name]) => WHERE.includes(name));
    row.fill(fresh, [...where, ...row.read(fresh)]);
    prepare(fresh);
    return fresh;
  }

  function prepare(open) {
    open.dataset.key ||= newKey();
    open.querySelector("[data-same]").hidden = !last.length;
    const previous = open.querySelector("[data-previous]");
    previous.value ||= open.previousElementSibling?.dataset.key ?? "";
    open.querySelector("[data-together]").hidden = !previous.value;
    lookAfterChild(open);
    globalThis.htmx?.process(open);
  }

  function sameAsAbove(open) {
    const others = row.read(open).filter(([name]) => !SAME.includes(name));
    row.fill(open, [...others, ...last]);
    lookAfterChild(open);
    keepDraft();
  }

  // The time of meeting is when the row was begun, unless somebody typed another.
  function typed({ target }) {
    const open = target.closest("[data-row]");
    const clock = open?.querySelector("[name$=-met_time]");
    if (open && !open.dataset.begun) {
      open.dataset.begun = "yes";
      if (target !== clock) clock.value = now();
    }
    keepDraft();
  }

  function now() {
    const options = { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    return new Intl.DateTimeFormat("en-GB", options).format(Date.now() + clockError);
  }

  function mend(queued) {
    let open = rows.firstElementChild;
    if (!row.isEmpty(open)) {
      open = blank.cloneNode(true);
      rows.prepend(open);
      number(open);
    }
    open.dataset.key = queued.key;
    open.dataset.begun = "yes";
    row.fill(open, queued.fields);
    prepare(open);
    row.showErrors(open, queued.errors);
    showQueue();
  }

  // A second blank row beside the open one needs names and ids of its own.
  function number(open) {
    const free = Math.max(...[...rows.children].map((other) => Number(other.dataset.row))) + 1;
    open.innerHTML = open.innerHTML.replaceAll(/(["_#])0([-_])/g, `$1${free}$2`);
    open.dataset.row = free;
    open.setAttribute("aria-label", `Orang ${free + 1}`);
  }

  function keepDraft() {
    clearTimeout(draftTimer);
    draftTimer = setTimeout(() => {
      const open = [...rows.children].filter((one) => !row.isEmpty(one));
      const typed = open.map((one) => ({ key: one.dataset.key, fields: row.read(one) }));
      return typed.length ? queue.keepDraft(here, typed) : queue.dropDraft(here);
    }, 300);
  }

  async function restoreDraft() {
    const draft = (await queue.draft(here)) ?? [];
    for (const typed of draft) {
      if (!queue.rows.some(({ key }) => key === typed.key)) mend({ ...typed, errors: {} });
    }
  }
}

function showQueue() {
  const open = new Set([...document.querySelectorAll("[data-row]")].map(({ dataset }) => dataset.key));
  const shown = queue.rows.filter(({ key, state }) => state !== "failed" || !open.has(key));
  list.hidden = !shown.length;
  list.querySelector("[data-queue-rows]").replaceChildren(...shown.map(queuedItem));
}

function queuedItem(queued) {
  const item = copyOf("[data-queued-row]");
  const { name, about } = row.summary(document.querySelector("[data-row]"), queued.fields);
  const state = stateOf(queued);
  item.dataset.key = queued.key;
  write(item, { name, about, errors: Object.values(queued.errors).flat().join(" ") });
  for (const word of item.querySelectorAll("[data-state]")) {
    if (word.dataset.state !== state) word.remove();
  }
  item.querySelector("[data-sign]").hidden = state !== "unsigned" || !queue.officer;
  item.querySelector("[data-mend]").hidden = state !== "failed" || !form;
  return item;
}

function stateOf(queued) {
  if (queued.state === "failed") return "failed";
  if (!queued.signed) return "unsigned";
  return queue.isOld(queued) ? "old" : "waiting";
}

function showSaved({ person, about, warning, page, count }) {
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
  notice.hidden = false;
  write(notice, { name: `${person}, ${about}.`, warning });
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
