// Roll call and follow-up without signal: the page that a registered phone keeps shows the forms of
// whose screen code was given, from the lists that the phone keeps (batch/lists.js); what is filled
// in waits in the queue as rows do. What the server refuses is mended or discarded here, with signal
// or without.
import * as followUp from "./batch/follow-up.js";
import { newKey, queue } from "./batch/queue.js";
import * as roll from "./batch/roll.js";

const KINDS = { "roll-call": roll, "follow-up": followUp };
const place = document.querySelector("[data-away-forms]");
const notice = document.querySelector("[data-just-saved]");

queue.addEventListener("opened", showLists);
queue.addEventListener("mend", ({ detail }) => mend(detail.row));
queue.addEventListener("change", showLists);

// A form for each list, unless it is filled in and waits.
function showLists() {
  // With signal there are the pages themselves.
  if (queue.officer) return;
  const { "roll-call": house, "follow-up": contacts } = queue.lists;
  for (const old of place.querySelectorAll("[data-away-list]")) old.remove();
  const isDue = house && !waits(house.url) && !place.querySelector("[data-kind=roll-call]");
  const lines = contacts?.lines.filter(({ url }) => !waits(url)) ?? [];
  // Whoever has nothing else to fill in has it open.
  if (isDue && lines.length) offerRoll(house);
  else if (isDue) open("roll-call", house);
  if (!lines.length) return;
  const panel = copyOf("[data-list-of=follow-up]");
  followUp.drawList(panel, { lines }, copyOf, (contact) => openOnly("follow-up", contact));
  place.append(panel);
}

function offerRoll(house) {
  const offered = copyOf("[data-list-of=roll-call]");
  offered.querySelector("button").addEventListener("click", () => openOnly("roll-call", house));
  place.append(offered);
}

const waits = (url) => queue.rows.some((row) => row.url === url);

function openOnly(kind, list) {
  place.querySelector("[data-away]")?.remove();
  open(kind, list).scrollIntoView();
  showLists();
}

// `queued`: what waits and is mended.
function open(kind, list, queued) {
  const form = KINDS[kind];
  const panel = copyOf(`[data-form-of=${kind}]`);
  panel.dataset.kind = kind;
  panel.dataset.key = queued?.key ?? newKey();
  panel.querySelector("[data-heading]").textContent = form.heading(list);
  panel.querySelector("[data-listed]").textContent = form.listed(list);
  form.draw(panel, list, copyOf);
  place.prepend(panel);
  if (queued) fill(panel, queued.fields);
  else restore(panel, kind, list);
  panel.addEventListener("submit", (event) => save(event, panel, kind, list, queued));
  panel.addEventListener("change", () => queued || queue.keepDraft(draftOf(kind, list), read(panel)));
  return panel;
}

const draftOf = (kind, { url }) => `${kind} ${url}`;

async function restore(panel, kind, list) {
  const fields = await queue.draft(draftOf(kind, list));
  if (fields) fill(panel, fields);
}

function mend(queued) {
  const { kind, list } = queued;
  place.querySelector("[data-away]")?.remove();
  const panel = open(kind, list, queued);
  const mending = copyOf("[data-away-mending]");
  const isRefused = queued.state === "failed";
  mending.querySelector("[data-drop]").hidden = !isRefused;
  mending.querySelector("[data-away-cancel]").addEventListener("click", () => cancel(panel, queued));
  mending.querySelector("[data-drop-now]").addEventListener("click", () => drop(panel, queued));
  panel.querySelector("[data-lead]").prepend(mending);
  if (isRefused) showErrors(panel, Object.values(queued.errors).flat());
  else queue.hold(queued);
  KINDS[kind].showAnswer(panel, queued.answer ?? {});
  queue.tell();
  panel.scrollIntoView();
}

function cancel(panel, queued) {
  panel.remove();
  if (queued.state === "held") queue.release(queued);
  else queue.tell();
}

async function drop(panel, queued) {
  const input = panel.querySelector("[data-drop-reason]");
  const reason = input.value.trim();
  input.classList.toggle("is-invalid", !reason);
  panel.querySelector("[data-drop-missing]").hidden = Boolean(reason);
  if (!reason) return input.focus();
  panel.remove();
  await queue.drop(queued, reason);
}

async function save(event, panel, kind, list, queued) {
  event.preventDefault();
  const form = KINDS[kind];
  const typed = read(panel);
  const errors = form.missing(panel, typed);
  showErrors(panel, errors);
  if (errors.length) return;
  const answered = form.showAnswer(panel, queued?.answer ?? {});
  const fields = [...typed, ...replaced(form.known(list), answered)];
  panel.remove();
  const about = form.about(list, typed);
  await queue.add({ url: list.url, fields, key: panel.dataset.key, kind, list, about });
  await queue.dropDraft(draftOf(kind, list));
  showTaken(about, panel.dataset.key);
}

function replaced(known, answered) {
  const names = answered.map(([name]) => name);
  return [...known.filter(([name]) => !names.includes(name)), ...answered];
}

function showTaken({ name, about }, key) {
  notice.hidden = false;
  notice.dataset.key = key;
  notice.querySelector("[data-said]").textContent = queue.isKept ? "Tersimpan di ponsel ini." : "Tercatat di halaman ini.";
  notice.querySelector("[data-name]").textContent = `${name}, ${about}.`;
  notice.querySelector("[data-warning]").textContent = "Dikirim begitu ada sinyal.";
  scrollTo({ top: 0 });
}

function showErrors(panel, errors) {
  panel.querySelector("[data-away-wrong]")?.remove();
  if (!errors.length) return;
  const alert = document.createElement("p");
  alert.className = "invalid-feedback d-block";
  alert.dataset.awayWrong = "";
  alert.setAttribute("role", "alert");
  alert.textContent = errors.join(" ");
  panel.querySelector("[data-lead]").prepend(alert);
  alert.scrollIntoView({ block: "center" });
}

// [name, value] of what is filled in.
function read(panel) {
  return [...new FormData(panel.querySelector("form"))].filter(([, value]) => value !== "");
}

function fill(panel, fields) {
  for (const control of panel.querySelector("form").elements) {
    if (!control.name || control.type === "hidden") continue;
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
}

function copyOf(name) {
  return document.querySelector(`template${name}`).content.firstElementChild.cloneNode(true);
}
