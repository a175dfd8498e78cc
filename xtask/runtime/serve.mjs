// One deployment in workerd, as wrangler's configuration describes it: node serve.mjs ROOT DATA PORT
// `wrangler dev` would put a Worker of its own in front, which holds back or refuses requests whose connection it lost,
// and which starts everything afresh whenever dist/ changes. Here a request goes straight to ours.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const [root, data, port] = process.argv.slice(2);
const require = createRequire(join(root, "node_modules/wrangler/package.json"));
const { unstable_getMiniflareWorkerOptions: configured } = require("wrangler");
const { Miniflare } = require("miniflare");

const { workerOptions, main } = configured(join(data, "wrangler.json"));
const runtime = new Miniflare({
  host: "127.0.0.1",
  port: 0,
  // Nothing about a request is asked of the platform.
  cf: false,
  // Where `wrangler d1` keeps the database, too.
  defaultPersistRoot: join(data, "v3"),
  workers: [
    {
      ...workerOptions,
      modules: true,
      scriptPath: main,
      modulesRoot: dirname(main),
      // Past the Worker that Miniflare puts in front: it would unpack our brotli and pack it again as gzip.
      unsafeDirectSockets: [{ host: "127.0.0.1", port: Number(port) }],
    },
  ],
});

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => runtime.dispose().finally(() => process.exit()));
}
await runtime.ready;
