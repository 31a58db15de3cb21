// A registered phone that is left alone covers its page; what is typed stays below. The server
// checks the code and opens no other page until then; without signal the code is checked here,
// against the hash that came with the key and lies in memory alone.
import { csrfToken, queue } from "./batch/queue.js";
import { fitsCode } from "./batch/vault.js";

const MOST_WRONG = 5;
// So long the code waits for the lock, in ms.
const LOCKS_WITHIN = 3000;
const cover = document.querySelector("[data-screen-lock]");
const [form] = cover.querySelectorAll("form");
const input = form.querySelector("input");
const error = form.querySelector("[role=alert]");
const idle = Number(cover.dataset.minutes) * 60_000;
let used = Date.now();
let wrong = 0;
let locked = false;
let locking = null;
let asking = false;

for (const kind of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, use, { capture: true, passive: true });
}
document.addEventListener("visibilitychange", lockWhenIdle);
setInterval(lockWhenIdle, 1000);
for (const button of document.querySelectorAll("[data-lock-now]")) {
  button.hidden = false;
  button.addEventListener("click", lock);
}
// Escape would close it.
cover.addEventListener("cancel", (event) => event.preventDefault());
cover.addEventListener("close", () => locked && cover.showModal());
form.addEventListener("submit", unlock);

function use() {
  lockWhenIdle();
  used = Date.now();
}

function lockWhenIdle() {
  if (!locked && Date.now() - used >= idle) lock();
}

function lock() {
  locked = true;
  document.documentElement.dataset.locked = "";
  cover.showModal();
  locking = ask(cover.dataset.lock, new URLSearchParams());
}

async function unlock(event) {
  event.preventDefault();
  // One code at a time: its answer says how often it may be wrong.
  if (asking) return;
  asking = true;
  await tryCode().finally(() => (asking = false));
}

async function tryCode() {
  const code = input.value;
  input.value = "";
  // A lock that arrives after its code would shut the open screen.
  await Promise.race([locking, new Promise((done) => setTimeout(done, LOCKS_WITHIN))]);
  const response = await ask(cover.dataset.unlock, new URLSearchParams({ code }));
  if (response?.status === 401) return location.reload();
  const answer = response ? await response.json().catch(() => null) : await judge(code);
  if (answer?.unlocked) return open();
  error.textContent = answer?.error || "Layar belum dapat dibuka. Coba lagi sebentar lagi.";
  error.hidden = false;
  input.focus();
}

// Without signal.
async function judge(code) {
  if (!queue.code) return { error: "Tidak ada sinyal. Coba lagi begitu sinyal kembali." };
  if (await fitsCode(code, queue.code)) return { unlocked: true };
  wrong += 1;
  // A page that is loaded anew has no key: it asks for a login.
  if (wrong >= MOST_WRONG) location.reload();
  return { error: `Kode salah. Sisa ${MOST_WRONG - wrong} kali, lalu Anda harus masuk lagi.` };
}

function open() {
  locked = false;
  wrong = 0;
  used = Date.now();
  error.hidden = true;
  delete document.documentElement.dataset.locked;
  cover.close();
  // A partner's phone keeps no rows.
  if (document.querySelector("[data-unsent]")) queue.sendNow();
}

function ask(url, body) {
  const headers = { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": csrfToken() };
  return fetch(url, { method: "POST", headers, body, keepalive: true }).catch(() => null);
}
