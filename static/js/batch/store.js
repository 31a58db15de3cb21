// What lies on the phone (IndexedDB): sealed rows, the open row, and each officer's keys.
// Nothing readable is given to it; see vault.js.
const STORES = { rows: "key", drafts: "page", officers: "id" };
let opened = null;

export const all = (store) => ask(store, "readonly", (rows) => rows.getAll());
export const get = (store, key) => ask(store, "readonly", (rows) => rows.get(key));
export const put = (store, row) => ask(store, "readwrite", (rows) => rows.put(row));
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
  const request = indexedDB.open("rptc-batch", 1);
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        request.result.createObjectStore(store, { keyPath });
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
