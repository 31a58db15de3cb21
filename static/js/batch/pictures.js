// "Foto dulu" without signal: a picture waits in the queue like a row, sealed, and a row names it
// by its key. Which numbers the server gave it is kept here, so that a row sent later finds it.
import * as store from "./store.js";

// As the server keeps it (rptc/pictures.py): the rest need not wait for a weak signal.
const LONGEST = 1280;
const QUALITY = 0.85;
const KEY = /-/;

// The picture as text, small and upright; what cannot be drawn goes as it is, and is refused in words.
export async function asText(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return readAsText(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", QUALITY);
}

function readAsText(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

export function asFile(text) {
  const [, type, base64] = text.match(/^data:([^;,]*)[^,]*,(.*)$/s);
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new File([bytes], "foto.jpg", { type });
}

// The keys of pictures that a row names.
export function keysIn(fields) {
  const [, named = ""] = fields.find(([name]) => name === "photos") ?? [];
  return named.split(",").filter((one) => KEY.test(one));
}

export const sent = (key, numbers) => store.put("pictures", { key, numbers });

// The fields as they are sent: of pictures that were discarded nothing stays.
export async function withNumbers(fields) {
  return Promise.all(fields.map(async ([name, value]) => [name, name === "photos" ? await numbersOf(value) : value]));
}

export async function numbersOf(named) {
  const all = await Promise.all(named.split(",").filter(Boolean).map(numbers));
  return all.flat().join(",");
}

async function numbers(one) {
  return KEY.test(one) ? ((await store.get("pictures", one))?.numbers ?? []) : [one];
}
