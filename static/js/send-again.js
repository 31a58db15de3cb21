// A send that failed loses nothing: what was typed stays in its form, and the page says what to
// do. "login": the login ended, so one logs in again in a new tab and sends again.
//
// A background send tells itself that it failed. A form that takes the place of the page asks
// first whether the login lives: the login page, or the browser's own, would take what was typed.
const notices = document.querySelectorAll("[data-failed]");
const pages = document.querySelector("[data-login-alive]")?.dataset;
const PATIENCE = 10_000;
// Forms whose question or answer is under way.
const busy = new WeakSet();
// Forms whose question was answered: their next submit goes through.
const cleared = new WeakSet();
let failed = null;

if (pages) document.addEventListener("submit", askFirst);
// The Back button brings a page as it was left.
addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));

document.body.addEventListener("htmx:responseError", ({ detail }) => {
  toldInBackground(detail, detail.xhr.status === 401 ? "login" : "other");
});
document.body.addEventListener("htmx:sendError", ({ detail }) => toldInBackground(detail, "other"));
document.body.addEventListener("htmx:beforeRequest", ({ detail }) => toldInBackground(detail, null));

// A login in another tab has changed the token; the form still holds the old one.
document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = freshToken();
  if (token && detail.parameters.csrfmiddlewaretoken) {
    detail.parameters.csrfmiddlewaretoken = token;
  }
});

for (const button of document.querySelectorAll("[data-send-again]")) {
  button.addEventListener("click", () => failed?.form.requestSubmit(failed.submitter));
}

async function askFirst(event) {
  const { target: form, submitter } = event;
  // Whatever another script sends is prevented already.
  if (event.defaultPrevented || !isAsked(form) || cleared.delete(form)) return;
  event.preventDefault();
  if (busy.has(form)) return;
  busy.add(form);
  const kind = await whatFails();
  // A registered phone keeps it (keep-form.js).
  if (kind === "other" && !form.dispatchEvent(new CustomEvent("no-signal", { cancelable: true }))) return release(form);
  tell(kind, { form, submitter });
  if (kind) return release(form);
  const field = form.querySelector("[name=csrfmiddlewaretoken]");
  if (field) field.value = freshToken() || field.value;
  cleared.add(form);
  form.requestSubmit(submitter);
  // An answer that is a file, or that never comes, leaves the page: it can be sent again.
  setTimeout(() => release(form), PATIENCE);
}

// Read from the attributes: a field may be called "action".
function isAsked(form) {
  const address = new URL(form.getAttribute("action") || "", location.href).pathname;
  return form.getAttribute("method") === "post" && address !== pages.logout;
}

async function whatFails() {
  try {
    const answer = await fetch(pages.loginAlive, {
      headers: { "X-Requested-With": "fetch" },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return answer.status === 401 ? "login" : null;
  } catch {
    return "other";
  }
}

function release(form) {
  busy.delete(form);
  cleared.delete(form);
}

function freshToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
}

// What is only asked for (a hint, a figure) is no send: nothing typed depends on it.
function toldInBackground({ elt, requestConfig }, kind) {
  if (requestConfig.verb !== "get") tell(kind, { form: elt.closest("form") });
}

function tell(kind, sent) {
  failed = kind && sent.form ? sent : null;
  for (const notice of notices) {
    notice.hidden = notice.dataset.failed !== kind;
    if (!notice.hidden) notice.scrollIntoView({ block: "center" });
  }
}
