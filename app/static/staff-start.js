// Starts the staff application in the language that was chosen in this browser, or else in the browser's own, and in the colours that were
// chosen. It runs before the body is there, so that nothing is fetched or shown in others. The words it may show are in the page.
(() => {
  "use strict";
  const { documentElement: page, currentScript, head } = document;
  const { dataset } = currentScript;
  const kept = (name) => {
    try {
      return localStorage.getItem(`madobe.staff.${name}`);
    } catch {
      // A browser that keeps nothing: as it is by itself, every time.
      return null;
    }
  };
  const theme = kept("theme");
  if (theme === "light" || theme === "dark") page.dataset.theme = theme;
  const chosen = kept("language") ?? (/^ja\b/i.test(navigator.language) ? "ja" : "en");
  if (chosen === "en") {
    page.lang = "en";
    document.title = dataset.titleEn;
    // The program asks this very element for what belongs to it.
    for (const name of ["glue", "glueIntegrity", "wasm", "wasmIntegrity"]) dataset[name] = dataset[`${name}En`];
  }
  const { glue, glueIntegrity, wasm, wasmIntegrity } = dataset;
  const ahead = Object.assign(document.createElement("link"), { rel: "modulepreload", integrity: glueIntegrity, href: glue });
  head.append(ahead);
  const program = fetch(wasm, { integrity: wasmIntegrity });
  program.catch(() => {});
  const body = new Promise((go) => {
    addEventListener("DOMContentLoaded", go, { once: true });
  });
  const fail = async () => {
    await body;
    const words = document.getElementById("loading-failed");
    if (words) document.getElementById("loading-status").replaceChildren(words.content);
  };
  body
    .then(() => import(glue))
    .then((app) => app.default({ module_or_path: program }))
    .catch(fail);
})();
