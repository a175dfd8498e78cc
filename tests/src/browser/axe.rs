//! axe-core on the page as it stands, with the two rules that it leaves off by default.
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Browser;
use crate::runtime::root;

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const rules = { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } };
    axe.run(document, { rules, resultTypes: ['violations'] }).then(
        (result) => done(result.violations.map((v) => [v.id, ...v.nodes.map((n) =>
            n.html.slice(0, 160) + ' | ' + (n.failureSummary ?? ''))])),
        (error) => done([['axe itself', String(error)]]));";

impl Browser {
    /// No violation of any rule.
    pub fn accessible(&self, what: &str) -> Result<()> {
        let script =
            fs::read_to_string(root().join("node_modules/axe-core/axe.min.js")).context("axe-core")?;
        self.wait(self.window.execute(format!("if (!window.axe) {{ {script} }}"), Vec::new()))?;
        // What the page's own header happens to cover is one scroll away, and axe cannot know that.
        self.js("scrollTo({ top: 0, behavior: 'instant' })")?;
        self.until("the top of the page", "scrollY === 0")?;
        let result = self.wait(self.window.execute_async(RUN, Vec::new()))?;
        let found: Vec<Value> = result.json().as_array().cloned().unwrap_or_default();
        ensure!(found.is_empty(), "{what}: {}", serde_json::to_string_pretty(&found)?);
        Ok(())
    }

    /// Nothing to scroll sideways for.
    pub fn fits(&self, what: &str) -> Result<()> {
        let wide = self.js(
            "const width = document.documentElement.clientWidth;
             if (document.documentElement.scrollWidth <= width) return [];
             return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1)
                 .map((e) => e.tagName + '.' + e.className + '#' + e.id).slice(0, 8);",
        )?;
        ensure!(wide.as_array().is_some_and(Vec::is_empty), "{what} is wider than the window: {wide}");
        Ok(())
    }

    /// Everything to press is at least `pixels` in both directions; links within a sentence are not counted.
    pub fn reachable(&self, what: &str, pixels: u32) -> Result<()> {
        let small = self.js_with(
            "const least = arguments[0];
             const of = (e) => e.matches('input[type=radio],input[type=checkbox]') ? e.closest('label') ?? e : e;
             return [...document.querySelectorAll('a[href],button,input,textarea,select,summary')]
                 .filter((e) => e.checkVisibility() && !e.closest('.skip-link'))
                 .filter((e) => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
                 .map((e) => [e, of(e).getBoundingClientRect()])
                 .filter(([, box]) => box.width + 0.5 < least || box.height + 0.5 < least)
                 .map(([e, box]) => `${e.tagName}#${e.id} ${e.textContent.trim().slice(0, 20)} ${box.width}x${box.height}`);",
            pixels,
        )?;
        ensure!(small.as_array().is_some_and(Vec::is_empty), "{what}, too small to press: {small}");
        Ok(())
    }
}
