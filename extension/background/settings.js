/**
 * The settings: what the user chose, what the organisation's policy says, what holds in the end.
 *
 * In: `storage.local` (the user) and `storage.managed` (policy). Out: one plain object. Policy may name the checker and may quieten; it can
 * neither add a site or a hold nor name a place to report to.
 */

export const DEFAULTS = Object.freeze({
  address: "http://127.0.0.1:8000",
  key: "",
  paused: [],
  privateMessages: false,
  dialogs: true,
  language: "",
});

/** The checker's address without a path, or null: https, or this machine. */
export function checked(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const plain = !url.username && !url.password && !url.search && !url.hash && url.pathname === "/";
  return plain && (url.protocol === "https:" || isLocal(url)) ? url.origin : null;
}

/** Whether the address is this machine's own. */
export function isLocal(url) {
  return url.protocol === "http:" && ["127.0.0.1", "localhost"].includes(url.hostname);
}

async function policy() {
  try {
    return await chrome.storage.managed.get();
  } catch {
    return {}; // no policy on this machine
  }
}

/** What holds: {address, key, paused, privateMessages, dialogs, language, sites, managed}. `sites`: null is all of them. An unusable address of the policy is "". */
export async function settings() {
  const [own, managed] = await Promise.all([chrome.storage.local.get({ ...DEFAULTS }), policy()]);
  const named = managed.serviceAddress !== undefined;
  return {
    address: named ? (checked(managed.serviceAddress) ?? "") : own.address,
    // A key is for the checker it was made for: the user's own is never sent to the organisation's.
    key: named ? (managed.serviceKey ?? own.managedKey ?? "") : own.key,
    paused: own.paused,
    privateMessages: own.privateMessages && managed.privateMessages !== false,
    dialogs: own.dialogs && managed.dialogs !== false,
    language: own.language,
    sites: Array.isArray(managed.sites) ? managed.sites : null,
    managed: { address: named, key: named && managed.serviceKey !== undefined },
  };
}

/** Keep the user's choices. */
export async function keep(changes) {
  await chrome.storage.local.set(changes);
}
