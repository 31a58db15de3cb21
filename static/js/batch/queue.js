// The rows that are not yet with the server, sent one by one, each under its own key. A row leaves
// only on an answer that carries its key and says "saved". One queue a page: unsent.js shows how
// many wait, batch.js fills it.
import * as store from "./store.js";
import * as vault from "./vault.js";

const EVERY = 30_000;
const SELDOM = 300_000;
const OLD = 72 * 3600_000;
const GIVE_UP = 20_000;

class Queue extends EventTarget {
  rows = []; // {key, user, url, at, signed, fields, state: waiting | failed, errors}
  sealed = 0; // rows that this login cannot read
  trouble = ""; // "", offline, login, other-officer, busy
  isKept = false; // false: only on this page, lost when it is closed
  code = ""; // the hash of the officer's screen code
  #me = null;
  #secret = null;
  #device = false;
  #timer = null;
  #pause = EVERY;
  #sending = false;

  // `officer`: the id of who is logged in, or "" on the page that was opened without signal.
  async start({ device, officer, keyUrl }) {
    this.officer = officer;
    this.keyUrl = keyUrl;
    this.#device = Boolean(device) && vault.canSeal;
    this.ready = this.#device ? this.#open() : Promise.resolve();
    await this.ready;
    this.#tell();
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

  async add(url, fields, key) {
    const user = this.officer || String(this.#me?.user ?? "");
    const row = { key, user, url, at: Date.now(), signed: Boolean(this.officer), fields };
    await this.#keep(row).catch(() => (this.isKept = false));
    this.rows = [...this.rows.filter((other) => other.key !== key), waiting(row)];
    this.#tell();
    this.sendNow();
  }

  // A row that was filled in on a page without login: its officer has looked at it.
  async sign(row) {
    row.signed = true;
    await this.#keep(row);
    this.#tell();
    this.sendNow();
  }

  async keepDraft(page, rows) {
    if (!this.isKept) return;
    const sealed = await vault.seal(this.#me, rows);
    await store.put("drafts", { page, officer: this.#me.id, sealed });
  }

  async draft(page) {
    const draft = this.#secret && (await store.get("drafts", page));
    if (!draft || draft.officer !== this.#me.id) return null;
    return vault.unseal(this.#secret, draft.sealed).catch(() => null);
  }

  dropDraft(page) {
    return this.isKept ? store.remove("drafts", page) : null;
  }

  sendNow() {
    this.#pause = EVERY;
    return this.send();
  }

  async send() {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#timer);
    try {
      await this.ready;
      if (!this.officer) return await this.#waitForLogin();
      this.trouble = "";
      if (this.#device && !this.#secret) await this.#open();
      for (const row of this.rows.filter(isReady)) {
        this.trouble ||= await this.#post(row);
        this.#tell();
        if (this.trouble) break;
      }
    } finally {
      this.#sending = false;
      this.#tell();
      this.#sendLater();
    }
  }

  #sendLater() {
    if (this.officer && !this.rows.some(isReady)) return;
    // Rows that came while others were sent go at once; after trouble, less and less often.
    const pause = this.trouble || !this.officer ? this.#pause : 0;
    this.#timer = setTimeout(() => this.send(), pause);
    if (this.trouble) this.#pause = Math.min(this.#pause * 2, SELDOM);
  }

  // What hinders sending, or "" when the server has answered about this row.
  async #post(row) {
    const body = new URLSearchParams({ send_key: row.key, author: row.user });
    for (const [name, value] of row.fields) body.append(`0-${name}`, value);
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    const response = await ask(row.url, { method: "POST", headers, body });
    if (!response) return "offline";
    if (response.status === 401) return "login";
    if (response.status === 403 || response.status === 404) {
      return this.#fail(row, { "": ["Patroli ini tidak dapat dibuka. Muat ulang halaman."] });
    }
    const answer = await response.json().catch(() => null);
    if (answer?.key !== row.key) return "busy";
    if (answer.belongs_to_another) return "other-officer";
    if (!answer.saved) return this.#fail(row, answer.errors);
    if (this.isKept) await store.remove("rows", row.key);
    this.rows = this.rows.filter((other) => other !== row);
    this.dispatchEvent(new CustomEvent("saved", { detail: { row, answer } }));
    return "";
  }

  #fail(row, errors) {
    Object.assign(row, { state: "failed", errors });
    this.dispatchEvent(new CustomEvent("failed", { detail: { row } }));
    return "";
  }

  async #open() {
    if (this.officer) await this.#login();
    if (!this.#me) await this.#findOfficer();
    this.isKept = Boolean(this.#me);
    for (const row of this.rows) await this.#keep(row);
    await this.#load();
  }

  async #login() {
    const response = await ask(this.keyUrl, {});
    this.trouble = response ? { 401: "login" }[response.status] || "" : "offline";
    if (!response?.ok) return;
    const { device, user, key, code } = await response.json();
    if (String(user) !== this.officer) {
      this.trouble = "other-officer";
      return;
    }
    const id = `${device}-${user}`;
    this.code = code;
    this.#me = (await store.get("officers", id)) ?? (await vault.newOfficer(id, user, key));
    this.#me.usedAt = Date.now();
    await store.put("officers", this.#me);
    this.#secret = await vault.privateKeyOf(this.#me, key);
  }

  // Without the server's key rows can still be sealed: for who is logged in, or was last.
  async #findOfficer() {
    const known = await store.all("officers");
    const may = known.filter(({ user }) => !this.officer || String(user) === this.officer);
    this.#me = may.sort((one, other) => other.usedAt - one.usedAt)[0] ?? null;
  }

  async #load() {
    const kept = await store.all("rows");
    const here = new Set(this.rows.map((row) => row.key));
    this.sealed = 0;
    for (const row of kept.filter((row) => !here.has(row.key))) {
      const mine = this.#secret && row.officer === this.#me.id;
      const fields = mine && (await vault.unseal(this.#secret, row.sealed).catch(() => null));
      if (fields) this.rows.push(waiting({ ...row, fields }));
      else this.sealed += 1;
    }
    this.rows.sort((one, other) => one.at - other.at);
  }

  async #keep(row) {
    if (!this.isKept) return;
    const { key, user, url, at, signed, fields } = row;
    const sealed = await vault.seal(this.#me, fields);
    await store.put("rows", { key, user, url, at, signed, officer: this.#me.id, sealed });
  }

  // The kept page: as soon as the server knows the officer again, the real page takes its place.
  async #waitForLogin() {
    const response = await ask(this.keyUrl, {});
    this.trouble = response ? "login" : "offline";
    if (response?.ok) location.reload();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

const waiting = (row) => Object.assign(row, { state: "waiting", errors: {} });
const isReady = (row) => row.signed && row.state === "waiting";

// The answer, or null where there is none.
function ask(url, options) {
  const headers = { "X-Requested-With": "fetch", ...options.headers };
  const signal = AbortSignal.timeout(GIVE_UP);
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
