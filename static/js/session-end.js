// Two minutes before the login ends by itself the page says so, and one tap keeps it. When it has
// ended, what was typed stays, and the page says how to go on (send-again.js shows the same).
const warning = document.querySelector("[data-session-ends]");
const ended = document.querySelector("[data-failed=login]");
const WARNED_BEFORE = 120;
let timer;

if (warning?.dataset.sessionEnds) {
  begin(Number(warning.dataset.sessionEnds));
  warning.querySelector("[data-stay]").addEventListener("click", () => ask("GET"));
}

function begin(secondsLeft) {
  clearTimeout(timer);
  const isNear = secondsLeft <= WARNED_BEFORE;
  warning.hidden = !isNear;
  // A moment later than the server, which is the one that ends it.
  const wait = isNear ? secondsLeft + 1 : secondsLeft - WARNED_BEFORE;
  timer = setTimeout(() => ask("HEAD"), Math.max(wait, 1) * 1000);
}

// HEAD only asks: another tab may have kept the login, and a page left alone must not keep it.
async function ask(method) {
  const answer = await fetch(ended.dataset.loginAlive, {
    method,
    headers: { "X-Requested-With": "fetch" },
    cache: "no-store",
  }).catch(() => null);
  // Without a connection nobody knows; the next send says so.
  if (!answer) return;
  if (answer.status !== 401) return begin(Number(answer.headers.get("Seconds-Left")));
  warning.hidden = true;
  ended.hidden = false;
  ended.scrollIntoView({ block: "center" });
}
