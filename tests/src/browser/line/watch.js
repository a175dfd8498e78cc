// Told to the test at once: a page that is left takes its own list of faults with it.
(() => {
  const tell = (what) => navigator.sendBeacon("/line", what);
  addEventListener("error", (event) => event.message && tell(`error: ${event.message} at ${event.filename}:${event.lineno}`));
  addEventListener("unhandledrejection", (event) => tell(`unhandled: ${event.reason}`));
  document.addEventListener("securitypolicyviolation", (event) => tell(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  const foreign = ({ name }) => /^https?:/.test(name) && new URL(name).origin !== location.origin;
  new PerformanceObserver((list) => list.getEntries().filter(foreign).forEach((entry) => tell(`the page asked for ${entry.name}`)))
    .observe({ type: "resource", buffered: true });
})();
