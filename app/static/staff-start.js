// Starts the staff application. The words it may show are in the page.
(() => {
  "use strict";
  const { glue, wasm, wasmIntegrity: integrity } = document.currentScript.dataset;
  const fail = () => {
    const status = document.getElementById("loading-status");
    if (status) status.textContent = status.dataset.failed;
  };
  import(glue)
    .then((app) => app.default({ module_or_path: fetch(wasm, { integrity }) }))
    .catch(fail);
})();
