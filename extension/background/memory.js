/**
 * "This is not about a patient", remembered while the browser runs: keyed hashes of the marked words, in memory only.
 *
 * In: entities. Out: whether these very words were said to be about no patient. Neither words nor texts can be read back.
 */

async function key() {
  const { secret } = await chrome.storage.session.get("secret");
  const bytes = secret ? Uint8Array.from(secret) : crypto.getRandomValues(new Uint8Array(32));
  if (!secret) await chrome.storage.session.set({ secret: [...bytes] });
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function digest(entities) {
  const words = [...new Set(entities.map(({ type, text }) => `${type}\t${text.toLowerCase()}`))].sort().join("\n");
  const signed = await crypto.subtle.sign("HMAC", await key(), new TextEncoder().encode(words));
  return [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Remember that these words are about no patient. */
export async function dismiss(entities) {
  const { dismissed = [] } = await chrome.storage.session.get("dismissed");
  await chrome.storage.session.set({ dismissed: [...new Set([...dismissed, await digest(entities)])] });
}

/** Whether just these words were said to be about no patient. */
export async function isDismissed(entities) {
  const { dismissed = [] } = await chrome.storage.session.get("dismissed");
  return dismissed.length > 0 && dismissed.includes(await digest(entities));
}
