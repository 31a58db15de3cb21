// "3 belum terkirim", on every page while rows wait on this phone, and why they wait.
import { queue } from "./batch/queue.js";

const bar = document.querySelector("[data-unsent]");
const { device, officer, key } = bar.dataset;
const count = bar.querySelector("[data-unsent-count]");
const why = bar.querySelector("[data-unsent-why]");
const login = bar.querySelector("[data-login]");
const send = bar.querySelector("[data-send-now]");
const check = bar.querySelector("[data-check]");

const WHY = {
  offline: "Tidak ada sinyal. Dikirim begitu sinyal kembali.",
  login: "Waktu masuk Anda habis.",
  "other-officer": "Yang masuk sekarang petugas lain. Baris menunggu pemiliknya masuk lagi.",
  busy: "Server sedang sibuk. Dicoba lagi sebentar lagi.",
};
const ONLY_HERE = "Jangan tutup halaman ini: perangkat ini tidak menyimpan baris.";

queue.addEventListener("change", show);
send.addEventListener("click", () => queue.sendNow());
addEventListener("beforeunload", (event) => {
  if (queue.rows.length && !queue.isKept) event.preventDefault();
});
queue.start({ device, officer, keyUrl: key });
if (device && officer) {
  navigator.serviceWorker?.register("/batch-worker.js", { scope: "/patrols/" });
  // A browser short of space clears what was not asked for.
  navigator.storage?.persist?.();
}

function show() {
  bar.hidden = !queue.unsent;
  login.hidden = queue.trouble !== "login";
  send.hidden = Boolean(officer) && !queue.rows.some((row) => row.signed);
  showCheck();
  say(count, `${queue.unsent} belum terkirim.`);
  say(why, [WHY[queue.trouble], sealed(), queue.isKept ? "" : ONLY_HERE].filter(Boolean).join(" "));
}

// What somebody has to look at lies on the page of its patrol.
function showCheck() {
  const open = queue.rows.find((row) => !row.signed || row.state === "failed");
  check.hidden = !open || !officer || open.url === location.pathname;
  if (open) check.href = open.url;
}

function sealed() {
  if (!queue.sealed) return "";
  if (!officer) return "Masuk lagi untuk membaca baris yang tersimpan.";
  return `${queue.sealed} di antaranya milik petugas lain, atau terbaca setelah Anda masuk lagi.`;
}

// Only what changed is written: a screen reader hears each sentence once.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
