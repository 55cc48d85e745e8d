// Ask the service about a text. In: the text and what goes with it. Out: the answer as nodes ready to stand in the page, or why there is none.
// The text travels in a POST body; it is put into no address and kept nowhere.
export async function ask(text, { media = false, thread = [] } = {}) {
  const body = new URLSearchParams({ text });
  if (media) body.append("has_media", "1");
  for (const earlier of thread) body.append("thread", earlier);
  const response = await fetch("/tjek/svar", { method: "POST", body, cache: "no-store" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { ok: response.ok, nodes: [...page.body.childNodes] };
}
