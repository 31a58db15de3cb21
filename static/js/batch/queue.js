// The rows that are not yet with the server, sent one by one, each under its own key. A row leaves
// only on an answer that carries its key and says "saved". One queue a page: unsent.js shows how
// many wait, batch.js fills it with people, away.js with roll calls and follow-ups.
import * as lists from "./lists.js";
import * as officers from "./officers.js";
import * as pictures from "./pictures.js";
import * as store from "./store.js";
import * as vault from "./vault.js";

const EVERY = 30_000;
const SELDOM = 300_000;
const OLD = 72 * 3600_000;
const GIVE_UP = 20_000;
const GIVE_UP_PICTURE = 120_000;
const KEPT_PAGE = "/patrols/offline/";
// Not allowed, no registered phone, screen locked: the real page says what to do.
const KNOWS_WHO = new Set([403, 409, 423]);

class Queue extends EventTarget {
  // {key, user, url, at, signed, fields, image, dropped, errors, state}; a picture is a row with
  // `image`, the reason of a discarded one is `dropped`; waiting | sending | held | failed.
  // A roll call or follow-up has its `kind`, the `list` that it is filled in from, what it is
  // `about` in words, and, where it was refused, the `answer`.
  rows = [];
  keeping = null; // until the lists of this login are kept
  lists = {}; // {kind: list}: what this officer's phone keeps to fill those in
  sealed = 0; // rows that this login, or this code, cannot read
  trouble = ""; // "", offline, login, other-officer, busy
  isKept = false; // false: only on this page, lost when it is closed
  code = ""; // the hash of the officer's screen code
  #me = null;
  #secret = null;
  #device = false;
  #addresses = {};
  #found = null;
  #timer = null;
  #pause = EVERY;
  #sending = false;
  #askedAgain = false;

  // `officer`: the id of who is logged in, or "" on the page that was opened without signal.
  async start({ device, officer, keyUrl, dropUrl }) {
    this.officer = officer;
    this.keyUrl = keyUrl;
    this.dropUrl = dropUrl;
    this.#device = Boolean(device) && vault.canSeal;
    this.#found = this.#findOfficer();
    this.ready = this.#found.then(() => this.#device && this.#open());
    await this.ready;
    this.tell();
    addEventListener("online", () => this.sendNow());
    document.addEventListener("visibilitychange", () => document.hidden || this.sendNow());
    return this.send();
  }

  get unsent() {
    return this.rows.length + this.sealed;
  }

  isOld(row) {
    return Date.now() - row.at > OLD;
  }

  // Who types is known: by login, or by the screen code.
  get isSigned() {
    return Boolean(this.officer || this.#secret);
  }

  get user() {
    return this.officer || String(this.#me?.user ?? "");
  }

  // A row that is mended keeps its key and its place. `content` is {fields, image}, or of what has
  // a kind {fields, kind, list, about}.
  async add({ url, key, ...content }) {
    await this.#found;
    const { user, isSigned: signed } = this;
    const before = this.rows.find((other) => other.key === key);
    const row = { key, user, url, at: before?.at ?? Date.now(), signed, ...content };
    await this.#keep(row).catch(() => (this.isKept = false));
    if (before) this.rows = this.rows.map((other) => (other === before ? waiting(row) : other));
    else this.rows.push(waiting(row));
    this.tell();
    this.sendNow();
  }

  // Back in the form: sent only once it is saved again. On the phone it stays as it was.
  hold(row) {
    row.state = "held";
    this.tell();
  }

  release(row) {
    waiting(row);
    this.tell();
    this.sendNow();
  }

  // A row that the server refuses is discarded with a reason, which the server writes down.
  async drop(row, reason) {
    Object.assign(waiting(row), { dropped: reason, signed: true });
    await this.#keep(row);
    this.tell();
    this.sendNow();
  }

  // A row that was filled in on a page without login: its officer has looked at it.
  async sign(row) {
    Object.assign(row, { signed: true, user: this.user });
    await this.#keep(row);
    this.tell();
    this.sendNow();
  }

  async keepDraft(page, rows) {
    if (!this.isKept) return;
    const sealed = await vault.seal(this.#me, rows);
    await store.put("drafts", { page: this.#draftOf(page), officer: this.#me.id, sealed });
  }

  async draft(page) {
    const draft = this.#secret && (await store.get("drafts", this.#draftOf(page)));
    if (!draft || draft.officer !== this.#me.id) return null;
    return vault.unseal(this.#secret, draft.sealed).catch(() => null);
  }

  dropDraft(page) {
    return this.isKept ? store.remove("drafts", this.#draftOf(page)) : null;
  }

  // Two officers share a phone: each has a half row of their own.
  #draftOf(page) {
    return `${this.#me.id} ${page}`;
  }

  // Without signal: the screen code opens what waits. {name}, or {left: tries}.
  async openWithCode(code) {
    const { officer, secret, name, left } = await officers.openWithCode(code);
    if (!secret) return { left };
    this.#me = officer;
    this.#secret = secret;
    this.isKept = true;
    await this.#load();
    this.tell();
    this.dispatchEvent(new Event("opened"));
    return { name };
  }

  sendNow() {
    this.#pause = EVERY;
    return this.send();
  }

  async send() {
    // The signal may come back while a request that began without it is still failing.
    if (this.#sending) return void (this.#askedAgain = true);
    this.#sending = true;
    this.#askedAgain = false;
    clearTimeout(this.#timer);
    try {
      await this.ready;
      if (!this.officer) return await this.#waitForLogin();
      this.trouble = "";
      if (this.#device && !this.#secret) await this.#open();
      // Pictures are large: rows that need none of them go first.
      const ready = this.rows.filter((row) => this.#isReady(row));
      ready.sort((one, other) => Boolean(one.image) - Boolean(other.image));
      for (const row of ready) {
        // Somebody may have taken it out meanwhile.
        if (!this.rows.includes(row) || !this.#isReady(row)) continue;
        this.trouble = await this.#post(row);
        this.tell();
        if (this.trouble) break;
      }
    } finally {
      this.#sending = false;
      this.tell();
      this.#sendLater();
    }
  }

  // A row waits for the pictures that it names.
  #isReady(row) {
    if (!row.signed || row.state !== "waiting") return false;
    const named = row.dropped || row.image ? [] : pictures.keysIn(row.fields);
    return !this.rows.some(({ key, image }) => image && named.includes(key));
  }

  #sendLater() {
    if (this.officer && !this.rows.some((row) => this.#isReady(row))) return;
    // Rows that came while others were sent go at once; after trouble, less and less often.
    const waits = (this.trouble || !this.officer) && !this.#askedAgain;
    const pause = waits ? this.#pause : 0;
    this.#timer = setTimeout(() => this.send(), pause);
    if (this.trouble) this.#pause = Math.min(this.#pause * 2, SELDOM);
  }

  // What hinders sending, or "" when the server has answered about this row.
  async #post(row) {
    row.state = "sending";
    this.tell();
    const response = await ask(row.dropped ? this.dropUrl : row.url, await asPost(row));
    row.state = "waiting";
    if (!response) return "offline";
    if (response.status === 401) return "login";
    if (response.status === 403 || response.status === 404) {
      const what = row.kind ? "Isian" : "Patroli baris";
      return this.#fail(row, { "": [`${what} ini tidak dapat Anda buka lagi.`] });
    }
    const answer = await response.json().catch(() => null);
    if (answer?.key !== row.key) return "busy";
    if (answer.belongs_to_another) return "other-officer";
    if (!answer.saved && !answer.dropped) return this.#fail(row, answer.errors, answer);
    if (answer.photos) await pictures.sent(row.key, answer.photos.map(String));
    if (this.isKept) await store.remove("rows", row.key);
    this.rows = this.rows.filter((other) => other !== row);
    if (row.kind) this.#keepLists(row.kind);
    if (answer.saved) this.dispatchEvent(new CustomEvent("saved", { detail: { row, answer } }));
    return "";
  }

  #fail(row, errors, answer) {
    Object.assign(row, { state: "failed", errors, answer });
    this.dispatchEvent(new CustomEvent("failed", { detail: { row } }));
    return "";
  }

  // Known without asking the server: a row that is saved before it has answered is kept, too.
  async #findOfficer() {
    if (!this.#device) return;
    await lists.wipeOld().catch(() => {});
    this.#me = await officers.latest(this.officer);
    this.isKept = Boolean(this.#me);
  }

  async #open() {
    if (this.officer) await this.#login();
    this.isKept = Boolean(this.#me);
    for (const row of this.rows) await this.#keep(row);
    await this.#load();
  }

  async #login() {
    const response = await ask(this.keyUrl, {});
    this.trouble = response ? { 401: "login" }[response.status] || "" : "offline";
    if (!response?.ok) return;
    const answer = await response.json();
    if (String(answer.user) !== this.officer) {
      this.trouble = "other-officer";
      return;
    }
    this.code = answer.code;
    const { officer, secret } = await officers.known(answer);
    this.#me = officer;
    this.#secret = secret;
    // Before there is a code no page answers.
    this.#addresses = answer.code ? answer.lists : {};
    this.#keepLists();
  }

  #keepLists(done) {
    if (!Object.keys(this.#addresses).length) return;
    this.keeping = lists.refresh(this.#me, this.#addresses, ask, done).catch(() => {});
  }

  async #load() {
    if (this.#secret) this.lists = await lists.read(this.#me, this.#secret);
    const kept = await store.all("rows");
    const here = new Set(this.rows.map((row) => row.key));
    this.sealed = 0;
    for (const row of kept.filter((row) => !here.has(row.key))) {
      const mine = this.#secret && row.officer === this.#me.id;
      const typed = mine && (await vault.unseal(this.#secret, row.sealed).catch(() => null));
      // Before rows could be discarded, the fields alone were sealed.
      const content = Array.isArray(typed) ? { fields: typed } : typed;
      if (typed) this.rows.push(waiting({ ...row, ...content }));
      else this.sealed += 1;
    }
    this.rows.sort((one, other) => one.at - other.at);
  }

  async #keep(row) {
    if (!this.isKept) return;
    const { key, user, url, at, signed, fields, image, dropped, kind, list, about } = row;
    const sealed = await vault.seal(this.#me, { fields, image, dropped, kind, list, about });
    await store.put("rows", { key, user, url, at, signed, officer: this.#me.id, sealed });
  }

  // The kept page: as soon as the server answers, the real page takes its place; of who is logged
  // out, that is the login, and rows that were read by the code alone stay in sight until then.
  async #waitForLogin() {
    const response = await ask(this.keyUrl, {});
    this.trouble = response ? "login" : "offline";
    if (!response?.ok && !KNOWS_WHO.has(response?.status)) return;
    // Its own address shows the kept page for ever.
    if (location.pathname === KEPT_PAGE) location.replace("/");
    else location.reload();
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}

const waiting = (row) => Object.assign(row, { state: "waiting", errors: {} });

async function asPost(row) {
  const body = new FormData();
  for (const [name, value] of await fieldsOf(row)) body.append(name, value);
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  return { method: "POST", headers, body, patience: row.image ? GIVE_UP_PICTURE : GIVE_UP };
}

async function fieldsOf(row) {
  const known = [["send_key", row.key], ["author", row.user]];
  if (row.dropped) return [...known, ["page", row.url], ["reason", row.dropped]];
  if (row.image) {
    const taken_at = new Date(row.at).toISOString();
    return [...known, ...row.fields, ["taken_at", taken_at], ["photos", pictures.asFile(row.image)]];
  }
  if (row.kind) return [...known, ...row.fields, ["typed_at", new Date(row.at).toISOString()]];
  const fields = await pictures.withNumbers(row.fields);
  return [...known, ...fields.map(([name, value]) => [`0-${name}`, value])];
}

// The answer, or null where there is none.
function ask(url, options) {
  const headers = { "X-Requested-With": "fetch", ...options.headers };
  const signal = AbortSignal.timeout(options.patience ?? GIVE_UP);
  return fetch(url, { ...options, headers, signal, cache: "no-store" }).catch(() => null);
}

// Read anew each time: a login in another tab changes it.
export function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

// Not crypto.randomUUID(), which a page without HTTPS does not have.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const queue = new Queue();
