// What a registered phone keeps so that roll call and follow-up can be filled in without signal:
// names with bed or kecamatan, sealed for the officer who may see them. What is older than 72 hours
// is gone, whoever opens the phone.
import * as store from "./store.js";
import * as vault from "./vault.js";

const LASTS = 72 * 3600_000;
const FRESH_FOR = 30 * 60_000;

export async function wipeOld() {
  const old = (await store.all("lists")).filter(({ at }) => Date.now() - at > LASTS);
  for (const { id } of old) await store.remove("lists", id);
}

// `addresses`: {kind: address} of the lists that this officer has; another one is gone. Of the kind
// that is `done` something was just saved: its list is another by now.
export async function refresh(officer, addresses, ask, done) {
  const mine = (await store.all("lists")).filter((list) => list.officer === officer.id);
  for (const { id, kind } of mine) if (!addresses[kind]) await store.remove("lists", id);
  for (const [kind, address] of Object.entries(addresses)) {
    const kept = mine.find((list) => list.kind === kind);
    const isStale = kind === done || kept?.isStale;
    if (kept && !isStale && Date.now() - kept.at < FRESH_FOR) continue;
    // Whoever leaves the page before the answer has come finds it stale on the next one.
    if (kept && isStale) await store.put("lists", { ...kept, isStale });
    const response = await ask(address, {});
    const list = response?.ok && (await response.json());
    // Somebody else may have logged in meanwhile, in another tab.
    if (list && list.user === officer.user) await keep(officer, kind, list);
  }
}

async function keep(officer, kind, list) {
  const sealed = await vault.seal(officer, list);
  await store.put("lists", { id: `${officer.id} ${kind}`, officer: officer.id, kind, at: Date.now(), sealed });
}

// {kind: list} of this officer.
export async function read(officer, secret) {
  await wipeOld();
  const found = {};
  for (const list of await store.all("lists")) {
    if (list.officer !== officer.id) continue;
    const opened = await vault.unseal(secret, list.sealed).catch(() => null);
    if (opened) found[list.kind] = opened;
  }
  return found;
}
