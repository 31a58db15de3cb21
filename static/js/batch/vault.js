// How what waits on this phone is sealed. Anybody's page can seal for an officer, with the public
// half of their keys. Two things open it again, and both are in memory alone: the server's key,
// given after login, and, without signal, the officer's screen code. Each unwraps the private half.
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const CIPHER = { name: "AES-GCM", length: 256 };

// False on a page without HTTPS: then nothing is kept.
export const canSeal = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

export async function newOfficer(id, user, serverKey) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveKey"]);
  const publicKey = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { id, user, publicKey, ...(await wrap(pair.privateKey, await importServerKey(serverKey))) };
}

export async function privateKeyOf(officer, serverKey) {
  return unwrap(officer, await importServerKey(serverKey), false);
}

export async function seal(officer, value) {
  const mine = await crypto.subtle.generateKey(CURVE, false, ["deriveKey"]);
  const key = await shared(mine.privateKey, officer.publicKey);
  const from = await crypto.subtle.exportKey("raw", mine.publicKey);
  return { from, ...(await encrypt(key, value)) };
}

export async function unseal(privateKey, sealed) {
  return decrypt(await shared(privateKey, sealed.from), sealed);
}

// The phone's own key cannot be taken out of the browser: any officer's page opens what it sealed.
// It is for what names nobody: where a patrol stands, not whom it met.
export function newPhoneKey() {
  return crypto.subtle.generateKey(CIPHER, false, ["encrypt", "decrypt"]);
}

export async function encrypt(key, value) {
  const iv = freshIv();
  const text = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ ...CIPHER, iv }, key, text) };
}

export async function decrypt(key, { iv, data }) {
  const text = await crypto.subtle.decrypt({ ...CIPHER, iv }, key, data);
  return JSON.parse(new TextDecoder().decode(text));
}

// The private half once more, for the screen code. `hash` is Django's
// (pbkdf2_sha256$rounds$salt$base64); it is the key and stays in memory, how it is made is kept.
export async function wrapForCode(officer, serverKey, hash) {
  const [, iterations, salt, stretched] = hash.split("$");
  const secret = await unwrap(officer, await importServerKey(serverKey), true);
  const wrapping = await codeKey(fromBase64(stretched));
  return { iterations, salt, ...(await wrap(secret, wrapping)) };
}

// The private half, or null where the code is another.
export async function openWithCode(code, wrapped) {
  const wrapping = await codeKey(await stretch(code, wrapped.iterations, wrapped.salt));
  return unwrap(wrapped, wrapping, false).catch(() => null);
}

// Is this the code of a locked screen?
export async function fitsCode(code, hash) {
  const [, iterations, salt, wanted] = hash.split("$");
  const bits = await stretch(code, iterations, salt);
  return btoa(String.fromCharCode(...new Uint8Array(bits))) === wanted;
}

async function stretch(code, iterations, salt) {
  const bytes = (text) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey("raw", bytes(code), "PBKDF2", false, ["deriveBits"]);
  const options = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations };
  return crypto.subtle.deriveBits(options, key, 256);
}

// Not the hash itself, which the server compares.
async function codeKey(stretched) {
  const key = await crypto.subtle.importKey("raw", stretched, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("rptc unsent rows");
  const options = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(options, key, CIPHER, false, ["wrapKey", "unwrapKey"]);
}

async function wrap(secret, wrapping) {
  const iv = freshIv();
  return { iv, privateKey: await crypto.subtle.wrapKey("pkcs8", secret, wrapping, { ...CIPHER, iv }) };
}

function unwrap({ iv, privateKey }, wrapping, isExtractable) {
  const cipher = { ...CIPHER, iv };
  const uses = ["deriveKey"];
  return crypto.subtle.unwrapKey("pkcs8", privateKey, wrapping, cipher, CURVE, isExtractable, uses);
}

async function shared(privateKey, raw) {
  const publicKey = await crypto.subtle.importKey("raw", raw, CURVE, false, []);
  const options = { ...CURVE, public: publicKey };
  return crypto.subtle.deriveKey(options, privateKey, CIPHER, false, ["encrypt", "decrypt"]);
}

function importServerKey(base64) {
  const bytes = fromBase64(base64);
  return crypto.subtle.importKey("raw", bytes, CIPHER, false, ["wrapKey", "unwrapKey"]);
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const freshIv = () => crypto.getRandomValues(new Uint8Array(12));
