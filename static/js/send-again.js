// A background send that failed loses nothing: what was typed stays in its form, and the page
// says what to do. 401: the login ended, so one logs in again in a new tab and sends again.
const notices = document.querySelectorAll("[data-failed]");
let failed = null;

document.body.addEventListener("htmx:responseError", ({ detail }) => {
  told(detail, detail.xhr.status === 401 ? "login" : "other");
});
document.body.addEventListener("htmx:sendError", ({ detail }) => told(detail, "other"));
document.body.addEventListener("htmx:beforeRequest", ({ detail }) => told(detail, null));

// A login in another tab has changed the token; the form still holds the old one.
document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token && detail.parameters.csrfmiddlewaretoken) {
    detail.parameters.csrfmiddlewaretoken = token;
  }
});

for (const button of document.querySelectorAll("[data-send-again]")) {
  button.addEventListener("click", () => failed?.requestSubmit());
}

// What is only asked for (a hint, a figure) is no send: nothing typed depends on it.
function told({ elt, requestConfig }, kind) {
  if (requestConfig.verb === "get") return;
  failed = kind && elt.closest("form");
  for (const notice of notices) {
    notice.hidden = notice.dataset.failed !== kind;
    if (!notice.hidden) notice.scrollIntoView({ block: "center" });
  }
}
