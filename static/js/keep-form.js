// A roll call or follow-up that was opened with signal and is saved without: on a registered phone
// it waits in the queue as what is filled in on the kept page does (away.js), under the key of its
// own form, so that it is one and the same however it is sent.
import * as followUp from "./batch/follow-up.js";
import { queue } from "./batch/queue.js";
import * as roll from "./batch/roll.js";

const NEVER_KEPT = ["csrfmiddlewaretoken", "send_key"];
const form = document.querySelector("[data-keep]");
const done = document.querySelector("[data-kept]");

form.addEventListener("no-signal", (event) => {
  if (!queue.isKept) return;
  event.preventDefault();
  keep();
});

async function keep() {
  const kind = form.dataset.keep;
  const typed = [...new FormData(form)].filter(([name]) => !NEVER_KEPT.includes(name));
  const list = kind === "roll-call" ? house(typed) : contact();
  const about = (kind === "roll-call" ? roll : followUp).about(list, typed);
  const key = form.querySelector("[name=send_key]").value;
  const fields = typed.filter(([, value]) => value !== "");
  form.hidden = true;
  done.hidden = false;
  queue.addEventListener("saved", ({ detail }) => detail.row.key === key && (done.hidden = true));
  queue.addEventListener("failed", ({ detail }) => detail.row.key === key && location.assign(done.dataset.kept));
  await queue.add({ url: location.pathname, fields, key, kind, list, about });
  form.dispatchEvent(new CustomEvent("kept"));
  scrollTo({ top: 0 });
}

// As batch/roll.js draws it again.
function house(typed) {
  const said = new Map(typed);
  const absent = typed.filter(([name]) => name === "absent").map(([, pk]) => pk);
  const lines = [...form.querySelectorAll("[data-called]")].map((item) => {
    const { called: stay, name, room, bed } = item.dataset;
    const is_out = !item.querySelector("[name=absent]");
    return { stay, name, room, bed, is_out, is_absent: absent.includes(stay), reason: said.get(`${stay}-reason`) ?? "" };
  });
  const [half_day, version] = [said.get("half_day"), said.get("shown_version")];
  return { url: location.pathname, half_day, version, lines };
}

function contact() {
  const { name, area, day, way } = form.dataset;
  return { url: location.pathname, name, area, day, way, due: "" };
}
