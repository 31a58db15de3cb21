// Who types on this phone: the keys of each officer, what opens them, and for how long.
import * as store from "./store.js";
import * as vault from "./vault.js";

// Six digits are soon tried out by whoever takes the profile out of the phone: the code opens
// what waits for three days after a login, and after five wrong ones nothing until the next.
const OPENS_FOR = 72 * 3600_000;
export const MOST_WRONG = 5;
const WRONG = { id: "wrong-codes", number: 0 };

// After a login: {officer, secret}.
export async function known({ device, user, name, key, code, patrols }) {
  const id = `${device}-${user}`;
  const officer = (await store.get("officers", id)) ?? (await vault.newOfficer(id, user, key));
  Object.assign(officer, { usedAt: Date.now(), patrols });
  officer.name = await vault.seal(officer, name);
  officer.forCode = code ? await vault.wrapForCode(officer, key, code) : null;
  await store.put("officers", officer);
  await store.put("phone", WRONG);
  return { officer, secret: await vault.privateKeyOf(officer, key) };
}

// Without the server's key rows can still be sealed: for who is logged in, or was last of a patrol.
export async function latest(user) {
  const all = await store.all("officers");
  const may = all.filter((officer) => (user ? String(officer.user) === user : officer.patrols !== false));
  return may.sort((one, other) => other.usedAt - one.usedAt)[0] ?? null;
}

// Does whoever this is, or anybody who uses this phone, go on patrols?
export async function anyOfPatrol(user) {
  const all = await store.all("officers");
  const known = all.filter((officer) => !user || String(officer.user) === user);
  return !known.length || known.some((officer) => officer.patrols !== false);
}

// Those whose screen code opens what waits.
export async function openedByCode() {
  const all = await store.all("officers");
  const old = all.filter(({ forCode, usedAt }) => forCode && Date.now() - usedAt > OPENS_FOR);
  for (const officer of old) await forgetCode(officer);
  const open = all.filter(({ forCode }) => forCode);
  return open.sort((one, other) => other.usedAt - one.usedAt);
}

// {officer, secret, name} of whose code it is, or {left: tries}.
export async function openWithCode(code) {
  const officers = await openedByCode();
  for (const officer of officers) {
    const secret = await vault.openWithCode(code, officer.forCode);
    // Wrong ones count until the next login, not until the next good code: who shares the phone
    // would try out another's, four at a time.
    if (!secret) continue;
    return { officer, secret, name: await vault.unseal(secret, officer.name) };
  }
  const number = ((await store.get("phone", WRONG.id))?.number ?? 0) + 1;
  await store.put("phone", { ...WRONG, number });
  if (number >= MOST_WRONG) for (const officer of officers) await forgetCode(officer);
  return { left: Math.max(MOST_WRONG - number, 0) };
}

async function forgetCode(officer) {
  officer.forCode = null;
  await store.put("officers", officer);
}
