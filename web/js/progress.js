// How far the learner is: which chapters are read, and which path. In this browser alone; no text, guess or name.
const KEY = "tavshedstjek.kursus";

export function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (Array.isArray(kept?.done)) return { done: kept.done.filter((id) => typeof id === "string"), path: kept.path === "short" ? "short" : "main" };
  } catch {
    // Storage may be shut off, or hold something else: then the course begins anew.
  }
  return { done: [], path: "main" };
}

export function remember({ done, path }) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ done, path }));
  } catch {
    // Without storage the course works, and forgets.
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
