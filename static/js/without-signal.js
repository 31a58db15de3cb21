// The kept page: the screen code of an officer opens what waits, and covers it again when the
// phone is left alone. Which patrol runs is known to the phone (batch/phone.js); whoever goes on no
// patrol sees nothing of it.
import * as officers from "./batch/officers.js";
import * as phone from "./batch/phone.js";
import { queue } from "./batch/queue.js";

const PAGE = /^\/patrols\/[0-9]+\/intakes\/$/;
const panel = document.querySelector("[data-screen-code]");
const input = panel.querySelector("input");
const button = panel.querySelector("button");
const error = panel.querySelector("[role=alert]");
const form = document.querySelector("[data-batch]");
const opened = document.querySelector("[data-opened-for]");
const idle = Number(panel.dataset.minutes) * 60_000;
let used = Date.now();

panel.querySelector("form").addEventListener("submit", open);
// What is open goes with the page; half a row stays, sealed.
opened.querySelector("button").addEventListener("click", () => location.reload());
await queue.ready;
panel.hidden = !(await officers.openedByCode()).length;
showPatrol();

async function open(event) {
  event.preventDefault();
  const code = input.value;
  input.value = "";
  const { name, left } = await queue.openWithCode(code);
  if (name) return show(name);
  const after = left ? `Sisa ${left} kali.` : "Masuk lagi begitu sinyal kembali.";
  error.textContent = `Kode salah. ${after}`;
  error.hidden = false;
  input.disabled = button.disabled = !left;
  if (left) input.focus();
}

function show(name) {
  panel.hidden = true;
  document.querySelector("[data-nobody]").hidden = true;
  opened.querySelector("strong").textContent = name;
  opened.hidden = false;
  showPatrol();
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, () => (used = Date.now()), { capture: true, passive: true });
  }
  setInterval(() => Date.now() - used >= idle && location.reload(), 1000);
}

function hideRows() {
  form.querySelector("[data-rows]").replaceChildren();
  form.hidden = true;
}

async function showPatrol() {
  const isForPatrols = await officers.anyOfPatrol(queue.user).catch(() => true);
  const runs = isForPatrols && (await phone.patrol().catch(() => null));
  if (!isForPatrols) hideRows();
  document.querySelector("[data-nobody]").hidden ||= !isForPatrols;
  document.querySelector("[data-patrol-runs]").hidden = !runs;
  const isNone = isForPatrols && !runs && !PAGE.test(location.pathname);
  document.querySelector("[data-for-patrol]").hidden = isNone || !isForPatrols;
  document.querySelector("[data-patrol-none]").hidden = !isNone;
  if (!runs) return;
  const link = document.querySelector("[data-patrol-link]");
  link.href = runs.page;
  link.textContent = runs.label;
}
