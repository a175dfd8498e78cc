// Readings over hard words, for whoever asks for them: loaded then, and not before. Drawn for the eyes alone, so that names of
// buttons, links and fields stay what they are, and nothing is read out twice. What people wrote, fields, and lines that
// are read out as they change are left as they are.
const doc = document;
const KEY = "madobe.furigana"; // for this tab; first.js looks for it on the next page
const SKIP =
  "script,style,template,svg,textarea,select,ruby,.furigana,.site-header,.code,.code-card,[role=status],[role=alert],[lang]:not(html)," +
  // By people or by the desk.
  ".letter-body,.desk-name,.lines,.night ul,#paused p,#chosen dd,#readers,#ward-rows,#changes-list,#complaints";

let words; // word to reading
let pattern;
let watcher;
const drawn = new Map(); // a text of the page, emptied, to what stood in it and what stands behind it now

async function load() {
  const answer = await fetch("asset:furigana.json");
  if (!answer.ok) throw new Error();
  words = new Map(Object.entries(await answer.json()));
  // The longest first, so that a word within another waits its turn.
  const all = [...words.keys()].sort((one, other) => other.length - one.length);
  pattern = new RegExp(all.join("|"), "g");
}

function ruby(word, reading) {
  let tail = 0;
  while (tail < word.length && word.at(-1 - tail) === reading.at(-1 - tail)) tail++;
  const cut = (text) => text.slice(0, text.length - tail);
  const base = doc.createElement("ruby");
  const above = doc.createElement("rt");
  above.ariaHidden = "true";
  above.textContent = cut(reading);
  base.append(cut(word), above);
  return [base, word.slice(word.length - tail)];
}

function draw(text) {
  const said = text.data;
  const parts = [];
  let last = 0;
  for (const { 0: word, index } of said.matchAll(pattern)) {
    const end = index + word.length;
    // Where the page itself gives a reading, one is enough.
    if (said[end] === "（" && said.startsWith(words.get(word), end + 1)) continue;
    parts.push(said.slice(last, index), ...ruby(word, words.get(word)));
    last = end;
  }
  if (!last) return;
  const span = doc.createElement("span");
  span.className = "furigana";
  span.append(...parts, said.slice(last));
  // The text stays where it is, since a program may hold it: it is empty, and what is seen stands behind it.
  drawn.set(text, { said, span });
  text.data = "";
  text.after(span);
}

function drop(text) {
  drawn.get(text)?.span.remove();
  drawn.delete(text);
}

function walk(root) {
  const from = root.nodeType === Node.TEXT_NODE ? root.parentElement : root;
  if (!from || from.nodeType !== Node.ELEMENT_NODE || from.closest(SKIP)) return;
  if (root !== from) return draw(root);
  const steps = doc.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE
      ? node.matches(SKIP) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP
      : NodeFilter.FILTER_ACCEPT,
  );
  const texts = [];
  while (steps.nextNode()) texts.push(steps.currentNode);
  texts.forEach(draw);
}

function changed(records) {
  for (const { type, target, addedNodes, removedNodes } of records) {
    if (type === "characterData") {
      drop(target);
      if (target.isConnected) walk(target);
    }
    removedNodes.forEach(drop);
    for (const node of addedNodes) if (node.isConnected && !drawn.has(node)) walk(node);
  }
  for (const text of drawn.keys()) if (!text.isConnected) drawn.delete(text);
  watcher.takeRecords();
}

function on() {
  walk(doc.body);
  watcher = new MutationObserver(changed);
  watcher.observe(doc.body, { childList: true, characterData: true, subtree: true });
}

function off() {
  watcher.disconnect();
  watcher = null;
  for (const [text, { said, span }] of drawn) {
    text.data = said;
    span.remove();
  }
  drawn.clear();
}

/** Turns them on or off, and says on the button what a press does next. */
export async function toggle(button) {
  if (!words) await load();
  watcher ? off() : on();
  button.textContent = watcher ? button.dataset.off : button.dataset.on;
  try {
    watcher ? sessionStorage.setItem(KEY, "1") : sessionStorage.removeItem(KEY);
  } catch {
    // Refused storage: for this page, then.
  }
}
