// What a fresh row is offered: where the last row typed on this phone was and how it ended,
// whoever typed it and whether it was sent; without a registered phone, this officer's own last
// row. The hour is now, unless somebody typed another: that one goes along to the next rows until
// the place changes. All three stand in the head of the row, and are saved as they stand there.
import * as phone from "./phone.js";
import { queue } from "./queue.js";
import * as row from "./row.js";

// What "sama seperti di atas" fills in.
const SAME = ["provisional", "outcome", "handed_to", "hot_spot", "place", "activity"];
const OFFERED = ["outcome", "handed_to", "hot_spot", "place", "met_time"];
const WHERE = /-(hot_spot|place)$/;
const CLOCK = /-met_time$/;
const EVERY = 10_000;

export class Offer {
  #page;
  #isPhone;
  #clockError;
  #last; // {fields, key, user}

  // `sent`: the fields of this officer's last row that the server has.
  constructor({ page, sent, isPhone, clockError }) {
    this.#page = page;
    this.#isPhone = isPhone;
    this.#clockError = clockError;
    this.#last = sent.length ? { fields: sent } : null;
  }

  get isKnown() {
    return Boolean(this.#last);
  }

  async load() {
    const kept = this.#isPhone && (await phone.lastRow(this.#page).catch(() => null));
    if (kept) this.#last = kept;
    return Boolean(kept);
  }

  // `open` is the last row from now on.
  async note(open) {
    const fields = row.read(open).filter(([name]) => SAME.includes(name));
    if (open.dataset.clock) fields.push(["met_time", clockOf(open).value]);
    this.#last = { fields, key: open.dataset.key, user: queue.user };
    if (this.#isPhone) await phone.keepLastRow(this.#page, this.#last).catch(() => {});
  }

  // To a row that nobody has touched.
  give(open) {
    if (!this.#last) return this.tick(open);
    this.#fill(open, this.#last.fields.filter(([name]) => OFFERED.includes(name)));
    const isTyped = this.#last.fields.some(([name]) => name === "met_time");
    if (isTyped) open.dataset.clock = "carried";
    // Whom somebody belongs to is asked of the row above alone, and of one's own.
    const previous = open.querySelector("[data-previous]");
    if (this.#last.key) previous.value = this.#last.user === queue.user ? this.#last.key : "";
    this.tick(open);
  }

  giveSame(open) {
    this.#fill(open, this.#last.fields.filter(([name]) => SAME.includes(name)));
    show(open);
  }

  #fill(open, fields) {
    const names = new Set(fields.map(([name]) => name));
    row.fill(open, [...fields, ...row.read(open).filter(([name]) => !names.has(name))]);
  }

  typed(open, target) {
    const isElsewhere = WHERE.test(target.name) && open.dataset.clock === "carried";
    if (isElsewhere) delete open.dataset.clock;
    if (CLOCK.test(target.name)) open.dataset.clock = "typed";
    if (isElsewhere || !open.dataset.begun) this.#setClock(open);
    open.dataset.begun = "yes";
    show(open);
  }

  // Until a row is begun its hour goes along with the clock.
  tick(open) {
    if (!open.dataset.begun) this.#setClock(open);
    show(open);
  }

  tickAll(rows) {
    setInterval(() => [...rows.children].forEach((open) => this.tick(open)), EVERY);
  }

  #setClock(open) {
    if (open.dataset.clock) return;
    const options = { timeZone: "Asia/Makassar", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const clock = new Intl.DateTimeFormat("en-GB", options);
    clockOf(open).value = clock.format(Date.now() + this.#clockError);
  }
}

function show(open) {
  const line = open.querySelector("[data-stands]");
  line.textContent = row.stands(open);
  line.hidden = false;
}

const clockOf = (open) => open.querySelector("[name$=-met_time]");
