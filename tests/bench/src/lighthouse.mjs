// What Lighthouse says about a page as it stands in a browser that is already there:
// node lighthouse.mjs NODE_MODULES ENDPOINT TARGET → {"score": 1, "failed": ["…"]}
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, endpoint, target] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { default: puppeteer } = await load("puppeteer-core");
const { snapshot } = await load("lighthouse");

const browser = await puppeteer.connect({ browserURL: undefined, browserWSEndpoint: endpoint, defaultViewport: null });
const mine = browser.targets().find((one) => one._targetId === target);
const page = await mine.page();
const { lhr } = await snapshot(page, {
  config: { extends: "lighthouse:default", settings: { onlyCategories: ["accessibility"], screenEmulation: { disabled: true } } },
});
const { score, auditRefs } = lhr.categories.accessibility;
const failed = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score === 0).map(({ id }) => id);
console.log(JSON.stringify({ score, failed }));
await browser.disconnect();
