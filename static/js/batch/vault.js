// Seals what waits on this phone. Anybody's page can seal for an officer, with the public half of
// their keys; only the server's key, given after login and kept in memory alone, opens it again:
// it unwraps the private half.
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const CIPHER = { name: "AES-GCM", length: 256 };

// False on a page without HTTPS: then nothing is kept.
export const canSeal = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

export async function newOfficer(id, user, serverKey) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveKey"]);
  const iv = freshIv();
  const wrapping = await importServerKey(serverKey);
  return {
    id,
    user,
    publicKey: await crypto.subtle.exportKey("raw", pair.publicKey),
    privateKey: await crypto.subtle.wrapKey("pkcs8", pair.privateKey, wrapping, { ...CIPHER, iv }),
    iv,
  };
}

export async function privateKeyOf(officer, serverKey) {
  return crypto.subtle.unwrapKey(
    "pkcs8",
    officer.privateKey,
    await importServerKey(serverKey),
    { ...CIPHER, iv: officer.iv },
    CURVE,
    false,
    ["deriveKey"],
  );
}

export async function seal(officer, value) {
  const mine = await crypto.subtle.generateKey(CURVE, false, ["deriveKey"]);
  const key = await shared(mine.privateKey, officer.publicKey);
  const iv = freshIv();
  const text = new TextEncoder().encode(JSON.stringify(value));
  return {
    from: await crypto.subtle.exportKey("raw", mine.publicKey),
    iv,
    data: await crypto.subtle.encrypt({ ...CIPHER, iv }, key, text),
  };
}

export async function unseal(privateKey, { from, iv, data }) {
  const key = await shared(privateKey, from);
  const text = await crypto.subtle.decrypt({ ...CIPHER, iv }, key, data);
  return JSON.parse(new TextDecoder().decode(text));
}

// Is this the code of a locked screen? `hash` is Django's: pbkdf2_sha256$rounds$salt$base64.
export async function fitsCode(code, hash) {
  const [, iterations, salt, wanted] = hash.split("$");
  const bytes = (text) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey("raw", bytes(code), "PBKDF2", false, ["deriveBits"]);
  const options = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations };
  const bits = await crypto.subtle.deriveBits(options, key, 256);
  return btoa(String.fromCharCode(...new Uint8Array(bits))) === wanted;
}

async function shared(privateKey, raw) {
  const publicKey = await crypto.subtle.importKey("raw", raw, CURVE, false, []);
  const options = { ...CURVE, public: publicKey };
  return crypto.subtle.deriveKey(options, privateKey, CIPHER, false, ["encrypt", "decrypt"]);
}

function importServerKey(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, CIPHER, false, ["wrapKey", "unwrapKey"]);
}

const freshIv = () => crypto.getRandomValues(new Uint8Array(12));
