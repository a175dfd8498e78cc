// Put into every page before anything of its own: notes what the browser itself measures.
(() => {
  "use strict";
  const probe = (globalThis.probe = { paint: 0, largest: 0, shift: 0, typed: 0, ready: 0, long: [] });
  const observe = (type, note) => {
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  };
  observe("paint", (entry) => entry.name === "first-contentful-paint" && (probe.paint = entry.startTime));
  observe("largest-contentful-paint", (entry) => (probe.largest = entry.startTime));
  observe("layout-shift", (entry) => entry.hadRecentInput || (probe.shift += entry.value));
  observe("longtask", (entry) => probe.long.push([entry.startTime, entry.duration]));
  addEventListener("input", () => (probe.typed ||= performance.now()), true);

  // The moment at which `test` first holds, looked at after every change of the page.
  probe.when = (test) =>
    new Promise((done) => {
      const look = () => {
        if (!test()) return false;
        observer.disconnect();
        done(performance.now());
        return true;
      };
      const observer = new MutationObserver(look);
      const all = { subtree: true, childList: true, attributes: true, characterData: true };
      look() || observer.observe(document, all);
    });
  // The same, once the frame that shows it has been drawn.
  probe.shown = async (test) => {
    await probe.when(test);
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    return performance.now();
  };
  // What ran beside the page: name, start, end.
  probe.beside = () => performance.getEntriesByType("measure").map((one) => [one.name, one.startTime, one.startTime + one.duration]);
  probe.longest = (from) => Math.max(0, ...probe.long.filter(([at, took]) => at + took >= from).map(([, took]) => took));
  // When rows of the staff's list stood there first, once the frame was drawn.
  probe.shown(() => document.querySelectorAll("#cases .case-row .case-line").length >= 20).then((at) => (probe.rows = at));
  probe.when(() => document.body && "ready" in document.body.dataset).then((at) => (probe.ready = at));
})();
