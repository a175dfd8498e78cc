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
        // A focus that is on its way moves the page once more.
        self.until("the top of the page", "(scrollTo({ top: 0, behavior: 'instant' }), scrollY === 0)")?;
        let result = self.wait(self.window.execute_async(RUN, Vec::new()))?;
        let found: Vec<Value> = result.json().as_array().cloned().unwrap_or_default();
        ensure!(found.is_empty(), "{what}: {}", serde_json::to_string_pretty(&found)?);
        Ok(())
    }
}
