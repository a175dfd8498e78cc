// Keeps the public pages readable without a network. It knows pages and hashed files only: of the interface, nothing but the
// public facts of the desk; of the staff application, nothing at all.
"use strict";
// Every hashed file of the public pages, written by the build. A new list is a new version.
const ASSETS = ["asset:*"];
const PAGES = ["/crisis", "/", "/write", "/mailbox", "/about", "/safety"];
// The same pages in the other languages are kept once somebody has read them; where to turn is kept in all.
const OTHERS = /^\/(easy|en)(?=\/|$)/;
const EARLY = [...PAGES, "/easy/crisis", "/en/crisis"];
// Kept from the first visit on. The large files are kept once somebody has needed them.
const LIGHT = ASSETS.filter((url) => url.endsWith(".css") || url.includes("/first-"));
const PREFIX = "madobe ";
const NAME = PREFIX + ASSETS.join(" ");

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(NAME);
    await cache.addAll([...EARLY, ...LIGHT]);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

// A date of reply from an older day would be a false promise: a page from the cache leaves it out.
async function withoutPromise(response) {
  const html = (await response.text()).replace(/<(p|li|span) class="promise">[\s\S]*?<\/\1>/g, "");
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(html, { status: response.status, headers });
}

async function fromNetworkFirst(event, key, mend) {
  const cache = await caches.open(NAME);
  try {
    const response = (await event.preloadResponse) || (await fetch(event.request));
    if (response.ok && !response.redirected) event.waitUntil(cache.put(key, response.clone()));
    return response;
  } catch (error) {
    const kept = await cache.match(key);
    if (!kept) throw error;
    return mend ? mend(kept) : kept;
  }
}

// A hashed name never changes its content, so what is there is right.
async function fromCacheFirst(event) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(event.request.url);
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(cache.put(event.request.url, response.clone()));
  return response;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (PAGES.includes(url.pathname.replace(OTHERS, "") || "/")) event.respondWith(fromNetworkFirst(event, url.pathname, withoutPromise));
  } else if (url.pathname === "/api/desk") {
    event.respondWith(fromNetworkFirst(event, "/api/desk"));
  } else if (ASSETS.includes(url.pathname)) {
    event.respondWith(fromCacheFirst(event));
  }
});
