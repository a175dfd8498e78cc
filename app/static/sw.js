// Keeps the public pages usable without a network. It knows pages and hashed files only: of the interface, nothing but the
// public facts of the desk; of the staff application, and of whatever is sent, nothing at all.
"use strict";
// Every hashed file of the public pages, written by the build. A new list is a new version.
const ASSETS = ["asset:*"];
const PAGES = ["/crisis", "/", "/write", "/mailbox", "/about", "/safety", "/waiting"];
// Kept once somebody has read it: without a network there is nothing to choose from.
const LATER = "/book";
// The same pages in another language are kept once somebody has read one of them; where to turn is kept in all.
const OTHERS = /^\/(easy|en)(?=\/|$)/;
const EARLY = ["/easy/crisis", "/en/crisis"];
// Kept from the first visit on. The large files are kept once somebody has needed them.
const LIGHT = /\.css$|\/(first|thread)-/;
const DESK = "/api/desk";
// `first.js` knows it, too.
const PREFIX = "madobe ";
const NAME = PREFIX + ASSETS.join(" ");
// What was seen before is better than waiting longer than this.
const PATIENCE = 6000;

const plain = (path) => path.replace(OTHERS, "") || "/";
const base = (path) => OTHERS.exec(path)?.[0] ?? "";
const pagesOf = (base) => PAGES.map((page) => base + page);
// "write-en" of "/assets/write-en-5f2a….wasm", with what comes after the hash.
const stem = (url) => new URL(url, location).pathname.replace(/-[^-]*(\.\w+)$/, "$1");

// Storage may be refused or full; then everything comes from the network, as without this file.
const find = async (key, where = NAME) => {
  try {
    return await caches.match(key, where && { cacheName: where });
  } catch {
    return undefined;
  }
};
// Somebody left: what is still on its way is not kept.
let left = false;
self.addEventListener("message", (event) => {
  if (event.data === "leave") left = true;
  else event.waitUntil(self.clients.claim());
});
const keep = async (key, response) => {
  if (left) return;
  try {
    await (await caches.open(NAME)).put(key, response);
  } catch {
    // Not kept.
  }
};
const fetchAndKeep = async (url, options) => {
  try {
    const response = await fetch(url, options);
    if (response.ok && !response.redirected) await keep(url, response);
  } catch {
    // Not there just now: it is kept when somebody reads it.
  }
};

self.addEventListener("install", (event) => {
  const fill = async () => {
    const open = await self.clients.matchAll({ includeUncontrolled: true });
    const bases = new Set(["", ...open.map((client) => base(new URL(client.url).pathname))]);
    const pages = [...bases].flatMap(pagesOf);
    // The programs of another version that somebody had are wanted in this one too.
    const names = (await caches.keys().catch(() => [])).filter((name) => name.startsWith(PREFIX));
    const had = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => stem(url))));
    const wanted = new Set(had.flat());
    const files = ASSETS.map((url) => {
      if (LIGHT.test(url) || wanted.has(stem(url))) return fetchAndKeep(url);
      // What this very page has just fetched is in the browser's own store: nothing is asked of the network for it.
      return fetchAndKeep(url, { cache: "only-if-cached", mode: "same-origin" });
    });
    await Promise.all([...files, ...new Set([...pages, ...EARLY, DESK])].map((one) => (typeof one === "string" ? fetchAndKeep(one) : one)));
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    // The version before stays: a tab that was opened with it may ask for a file of it.
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
    await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(tidy().catch(() => self.clients.claim()));
});

const rebuilt = (response, body) => {
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(body, { status: response.status, headers });
};

// A date of reply from an older day would be a false promise, and so would who answers at this hour: a page that was kept leaves them out, and says what it is.
const asKept = async (response) => {
  const html = (await response.text()).replace(/<(p|li|span|aside) class="(?:promise|night)"[^>]*>[\s\S]*?<\/\1>/g, "");
  return rebuilt(response, html.replace(/(<p [^>]*id="kept-page"[^>]*) hidden>/, "$1>"));
};
const withoutPromise = async (response) => {
  const { promise, ...desk } = await response.json();
  return rebuilt(response, JSON.stringify(desk));
};

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE, new TypeError()));

async function fromNetworkFirst(event, key, mend) {
  const asked = (async () => {
    const ahead = await event.preloadResponse;
    // Without a network Firefox hands out an answer that is none.
    const response = ahead && ahead.type !== "error" ? ahead : await fetch(event.request);
    if (response.ok && !response.redirected) event.waitUntil(keep(key, response.clone()));
    return response;
  })();
  event.waitUntil(asked.catch(() => {}));
  const kept = await find(key);
  if (!kept) return asked;
  try {
    const response = await Promise.race([asked, late()]);
    // The desk itself is down: what was seen before says more.
    return response.status < 500 ? response : await mend(kept);
  } catch {
    return mend(kept);
  }
}

// Whoever goes on in another language finds its pages without a network, too: also those that were not read yet.
const others = async (base) => {
  for (const page of pagesOf(base)) if (!(await find(page))) await fetchAndKeep(page);
};

// A hashed name never changes its content, so what is there is right, from whatever version.
async function fromCacheFirst(event, url) {
  const kept = await find(url, null);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok && ASSETS.includes(url)) event.waitUntil(keep(url, response.clone()));
  return response;
}

// Whoever leaves without a network is somewhere blank all the same.
const blank = () => new Response("<!doctype html><title>\u200b</title>", { headers: { "content-type": "text/html" } });

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname === "/leave") {
    // With a network nothing stands between: what is cleared is the browser's own affair.
    if (!navigator.onLine) event.respondWith(blank());
  } else if (pathname === DESK) {
    event.respondWith(fromNetworkFirst(event, DESK, withoutPromise));
  } else if (pathname.startsWith("/assets/")) {
    event.respondWith(fromCacheFirst(event, pathname));
  } else if ([...PAGES, LATER].includes(plain(pathname)) && (request.mode === "navigate" || plain(pathname) === "/waiting")) {
    const within = base(pathname);
    // The landing page of a language has an address with and without a line at its end.
    const answer = fromNetworkFirst(event, within + plain(pathname), asKept);
    event.respondWith(answer);
    if (within) event.waitUntil(answer.then(() => others(within)).catch(() => {}));
  }
});
