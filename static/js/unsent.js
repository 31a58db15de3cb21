// "3 belum terkirim", on every page while rows wait on this phone, and why they wait; "3 baris
// terkirim" once what waited has gone.
import * as phone from "./batch/phone.js";
import { queue } from "./batch/queue.js";

const bar = document.querySelector("[data-unsent]");
const { device, officer, key, drop } = bar.dataset;
const count = bar.querySelector("[data-unsent-count]");
const why = bar.querySelector("[data-unsent-why]");
const login = bar.querySelector("[data-login]");
const send = bar.querySelector("[data-send-now]");
const check = bar.querySelector("[data-check]");
const done = document.querySelector("[data-sent]");
// The keys of the rows that could not go at once, and how many of them have gone since.
const waited = new Set();
let sent = null;

const WHY = {
  offline: "Tidak ada sinyal. Dikirim begitu sinyal kembali.",
  login: "Waktu masuk Anda habis.",
  "other-officer": "Yang masuk sekarang petugas lain. Baris menunggu pemiliknya masuk lagi.",
  busy: "Server sedang sibuk. Dicoba lagi sebentar lagi.",
};
const ONLY_HERE = "Jangan tutup halaman ini: perangkat ini tidak menyimpan baris.";

queue.addEventListener("change", show);
queue.addEventListener("saved", ({ detail }) => {
  if (detail.row.kind) return showWhere(detail);
  if (waited.delete(detail.row.key)) sent += 1;
});
send.addEventListener("click", () => queue.sendNow());
addEventListener("beforeunload", (event) => {
  if (queue.rows.length && !queue.isKept) event.preventDefault();
});
queue.start({ device, officer, keyUrl: key, dropUrl: drop });
if (device && officer) {
  navigator.serviceWorker?.register("/batch-worker.js", { scope: "/" });
  // A browser short of space clears what was not asked for.
  navigator.storage?.persist?.();
  if (globalThis.indexedDB) rememberPatrol();
}

// Without signal the phone says which patrol runs.
function rememberPatrol() {
  const seen = document.querySelector("[data-patrol]")?.dataset;
  if (!seen) return;
  if (seen.patrolLabel) phone.keepPatrol(seen.patrol, seen.patrolLabel);
  else phone.endPatrol(seen.patrol);
}

function show() {
  showSent();
  bar.hidden = !queue.unsent;
  login.hidden = queue.trouble !== "login";
  send.hidden = Boolean(officer) && !queue.rows.some((row) => row.signed);
  showCheck();
  say(count, `${queue.unsent} belum terkirim.`);
  say(why, [WHY[queue.trouble], sealed(), queue.isKept ? "" : ONLY_HERE].filter(Boolean).join(" "));
}

// Until the next row is typed. What lies here when the page is opened has waited.
function showSent() {
  const typed = queue.rows.filter(({ image, kind }) => !image && !kind);
  if (queue.trouble || sent === null) for (const { key } of typed) waited.add(key);
  if (sent === null || typed.some(({ key }) => !waited.has(key))) sent = 0;
  done.hidden = !sent || queue.unsent > 0;
  if (!done.hidden) say(done.querySelector("[data-sent-count]"), `${sent} baris terkirim.`);
}

// Some rows somebody has to look at.
function showCheck() {
  const open = queue.rows.some((row) => (!row.signed || row.state === "failed") && !isMendedHere(row));
  check.hidden = !open || !officer;
}

function isMendedHere({ kind }) {
  const place = kind ? `template[data-form-of=${kind}]` : "[data-batch]";
  return Boolean(document.querySelector(place));
}

// What is no row of a patrol: what happened to it meanwhile stands on the page that it leads to.
function showWhere({ row: { about }, answer }) {
  const place = document.querySelector("[data-sent-one]");
  place.hidden = false;
  place.querySelector("[data-sent-about]").textContent = `${about.name}, ${about.about}.`;
  place.querySelector("[data-sent-page]").href = answer.page;
}

function sealed() {
  if (!queue.sealed) return "";
  if (!officer) return "Kode layar membuka baris yang tersimpan di ponsel ini.";
  return `${queue.sealed} di antaranya milik petugas lain, atau terbaca setelah Anda masuk lagi.`;
}

// Only what changed is written: a screen reader hears each sentence once.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
