/**
 * The one place that talks to the checker, and to nobody else.
 *
 * In: a text and the settings. Out: {answer} as the service gave it, or {unchecked: why}: "away", "slow", "unpaired", "refused", "busy",
 * "long", "failed". Nothing is kept: no text, no answer.
 */

const WHY = new Map([
  [401, "unpaired"],
  [403, "refused"],
  [408, "slow"],
  [413, "long"],
  [421, "refused"],
  [422, "long"],
  [429, "busy"],
]);

// A checker that is busy says how long to leave it alone; another key may be for another checker.
let quiet = { key: "", until: 0 };

/** Check a text; `milliseconds` is how long an answer may take. */
export async function check(text, media, { address, key }, milliseconds) {
  if (!address) return { unchecked: "refused" };
  if (!key) return { unchecked: "unpaired" };
  if (key === quiet.key && Date.now() < quiet.until) return { unchecked: "busy" };
  const body = JSON.stringify({ text: text.toWellFormed(), offset_unit: "utf16", context: { has_media: media } });
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  const got = await request(`${address}/v1/check`, { method: "POST", headers, body }, milliseconds);
  if (got.status === 429 || got.status === 503) quiet = { key, until: Date.now() + 1000 * Math.min(60, Number(got.retryAfter) || 1) };
  return got.body ? { answer: got.body } : { unchecked: got.why };
}

/** Who hosts the checker: {operator, mode, version}, or {unchecked: why}. Needs no key. */
export async function about({ address }, milliseconds) {
  if (!address) return { unchecked: "refused" };
  const got = await request(`${address}/v1/model`, {}, milliseconds);
  return got.body ? { operator: got.body.operator, ...got.body.model } : { unchecked: got.why };
}

async function request(url, init, milliseconds) {
  const asked = { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", ...init };
  try {
    const response = await fetch(url, { ...asked, signal: AbortSignal.timeout(milliseconds) });
    if (response.ok) return { status: response.status, body: await response.json() };
    const why = WHY.get(response.status) ?? (response.status === 503 ? "busy" : "failed");
    return { status: response.status, why, retryAfter: response.headers.get("retry-after") };
  } catch (error) {
    return { status: 0, why: error.name === "TimeoutError" ? "slow" : "away" };
  }
}
