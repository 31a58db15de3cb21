// What a registered phone knows by itself, whoever holds it: the last row typed on it, and the
// patrol that runs. Sealed with the phone's own key; of a row only where, when and how it ended,
// never who. What is older than 72 hours is gone.
import * as store from "./store.js";
import * as vault from "./vault.js";

const LASTS = 72 * 3600_000;
let key = null;

// Where the rows of `page` were typed last, as fields; null where nothing was.
export const lastRow = (page) => read(`last ${page}`);
export const keepLastRow = (page, fields) => write(`last ${page}`, fields);

// {page, label}
export const patrol = () => read("patrol");
export const keepPatrol = (page, label) => write("patrol", { page, label });

export async function endPatrol(page) {
  if ((await patrol())?.page === page) await store.remove("phone", "patrol");
}

async function read(id) {
  const kept = await store.get("phone", id);
  if (!kept) return null;
  if (Date.now() - kept.at > LASTS) await store.remove("phone", id);
  else return vault.decrypt(await phoneKey(), kept.sealed).catch(() => null);
  return null;
}

async function write(id, value) {
  const sealed = await vault.encrypt(await phoneKey(), value);
  await store.put("phone", { id, at: Date.now(), sealed });
}

// Two tabs may make one at the same time: the one that was kept first counts.
async function phoneKey() {
  key ??= (await store.get("phone", "key"))?.key;
  if (key) return key;
  await store.add("phone", { id: "key", key: await vault.newPhoneKey() }).catch(() => {});
  key = (await store.get("phone", "key")).key;
  return key;
}
