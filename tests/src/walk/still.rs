//! Everything that differs from one day and one desk to the next, made the same while a picture is taken: days, times,
//! numbers, the mark of the night, what moves. Afterwards all is as it was.
use anyhow::Result;

use crate::browser::Browser;

const STILL: &str = r#"
    const fixed = [
        [/\d{1,2}月\d{1,2}日（.）/g, "11月24日（火）"],
        [/\d{4}年(?=\d)/g, "2026年"],
        [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]+\b/g, "Tue 24 November"],
        [/あと\d+(日|時間)/g, "あと4日"],
        [/たったいま|\d+分前/g, "たったいま"],
        [/\b\d{1,2}:\d{2}\b/g, "21:40"],
        [/\b\d{4}-\d{2}-\d{2}\b/g, "2026-11-20"],
        [/受付 [0-9A-Z]{4,}/g, "受付 1234"],
        [/(?<![\w-])[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, "1234-5678"],
    ];
    const changed = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode;
        if (node.parentElement.closest("script,template,textarea")) continue;
        let text = node.data;
        for (const [what, same] of fixed) text = text.replace(what, same);
        if (node.parentElement.previousElementSibling?.textContent.trim() === "受付番号") text = "1234";
        if (node.parentElement.matches(".code-group")) text = text.replace(/\d/g, "5");
        if (text !== node.data) { changed.push([node, node.data]); node.data = text; }
    }
    const night = document.querySelector("main .night");
    if (night && !arguments[0]) night.hidden = true;
    const sheet = new CSSStyleSheet();
    // What is far down counts as drawn: a picture shows the whole page.
    sheet.replaceSync("* { caret-color: transparent !important; animation: none !important; transition: none !important; content-visibility: visible !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    window.moveOn = () => {
        for (const [node, text] of changed) node.data = text;
        if (night) night.hidden = false;
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
"#;

/// Does this while everything stands still. `night`: the words of the night stay.
pub fn still<T>(browser: &Browser, night: bool, act: impl FnOnce() -> Result<T>) -> Result<T> {
    browser.js_with(STILL, night)?;
    let done = act();
    browser.js("window.moveOn?.()")?;
    done
}
