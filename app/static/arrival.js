// Somebody came by a printed address: the place is counted once, and its code leaves the address. Nothing that could tell
// one visitor from another is sent.
(() => {
  "use strict";
  const [, base, code] = location.pathname.match(/^(.*)\/p\/([^/]*)\/*$/) || [];
  if (code === undefined) return;
  history.replaceState(null, "", `${base}/`);
  let left = false;
  document.addEventListener("madobe:leave", () => (left = true));
  const told = fetch("/api/arrivals", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ place: code }),
    credentials: "omit",
    keepalive: true,
  });
  told
    .then((answer) => (answer.ok ? answer.json() : {}))
    // For this tab alone: whoever goes on to write sees it there, and may take it off.
    .then(({ place }) => place && !left && sessionStorage.setItem("madobe.source", place))
    .catch(() => {}); // Not counted, and nothing else is different.
})();
