// What lies on the phone (IndexedDB): sealed rows and pictures, the open row, each officer's keys,
// what numbers the server gave to pictures, sealed lists, and what the phone itself knows. Nothing readable is given to it; see vault.js.
const STORES = { rows: "key", drafts: "page", officers: "id", pictures: "key", phone: "id", lists: "id" };
const VERSION = 3;
let opened = null;

export const all = (store) => ask(store, "readonly", (rows) => rows.getAll());
export const get = (store, key) => ask(store, "readonly", (rows) => rows.get(key));
export const put = (store, row) => ask(store, "readwrite", (rows) => rows.put(row));
export const add = (store, row) => ask(store, "readwrite", (rows) => rows.add(row));
export const remove = (store, key) => ask(store, "readwrite", (rows) => rows.delete(key));

async function ask(store, mode, question) {
  opened ??= open();
  const transaction = (await opened).transaction(store, mode, { durability: "strict" });
  const request = question(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

function open() {
  const request = indexedDB.open("rptc-batch", VERSION);
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => {
      const database = request.result;
      for (const [store, keyPath] of Object.entries(STORES)) {
        if (!database.objectStoreNames.contains(store)) database.createObjectStore(store, { keyPath });
      }
    };
    request.onsuccess = () => {
      // A later version in another tab must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
}
