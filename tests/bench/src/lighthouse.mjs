// What Lighthouse says, in a browser that is already there.
// node lighthouse.mjs NODE_MODULES ENDPOINT TARGET: about the page as it stands → {"score": 1, "failed": ["…"]}
// node lighthouse.mjs NODE_MODULES ENDPOINT TARGET ADDRESS [SLOWER]: about loading this address on its slow phone, which is so many
// times slower than this machine (4 where nothing is given) →
// {"performance": 1, "accessibility": 1, "practices": 1, "lcp": 900, "tbt": 0, "cls": 0, "machine": 1500, "failed": ["…"]}
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, endpoint, target, address, slower] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { default: puppeteer } = await load("puppeteer-core");
const { navigation, snapshot } = await load("lighthouse");
const { throttling } = await load("lighthouse/core/config/constants.js");

const browser = await puppeteer.connect({ browserURL: undefined, browserWSEndpoint: endpoint, defaultViewport: null });
const mine = browser.targets().find((one) => one._targetId === target);
const page = await mine.page();
const config = (settings) => ({ config: { extends: "lighthouse:default", settings } });
const missed = ({ categories, audits }, worth) =>
  Object.values(categories)
    .flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < worth)
    .map(({ id }) => id);

if (address) {
  const onlyCategories = ["performance", "accessibility", "best-practices"];
  const phone = slower ? { throttling: { ...throttling.mobileSlow4G, cpuSlowdownMultiplier: Number(slower) } } : {};
  const { lhr } = await navigation(page, address, config({ onlyCategories, ...phone }));
  const { categories, audits } = lhr;
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  console.log(
    JSON.stringify({
      performance: categories.performance.score,
      accessibility: categories.accessibility.score,
      practices: categories["best-practices"].score,
      lcp: audits["largest-contentful-paint"].numericValue,
      tbt: audits["total-blocking-time"].numericValue,
      cls: audits["cumulative-layout-shift"].numericValue,
      machine: lhr.environment.benchmarkIndex,
      failed: missed(lhr, 0.9),
    }),
  );
} else {
  const { lhr } = await snapshot(page, config({ onlyCategories: ["accessibility"], screenEmulation: { disabled: true } }));
  console.log(JSON.stringify({ score: lhr.categories.accessibility.score, failed: missed(lhr, 0.5) }));
}
await browser.disconnect();
