// Keeps the shell (pages without a text, styles, scripts, fonts, icons) for when there is no network, and takes what is shared to the app.
// No text and no answer is ever kept: POSTs pass by the cache, and a shared text goes straight on to the service in a POST body.
const CACHE = "tavshedstjek-__VERSION__";
const SHELL = ["__SHELL__"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === "/del") {
    event.respondWith(shared(request));
  } else if (request.method === "GET" && !search && SHELL.includes(pathname)) {
    event.respondWith(pathname.startsWith("/web/") ? keptFirst(request) : freshFirst(request));
  }
});

async function shared(request) {
  const body = new URLSearchParams();
  for (const [name, value] of await request.formData()) body.append(name, value);
  try {
    return await fetch("/tjek", { method: "POST", body });
  } catch {
    return caches.match("/");
  }
}

async function keptFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function freshFirst(request) {
  try {
    return await fetch(request);
  } catch {
    return caches.match(request);
  }
}
