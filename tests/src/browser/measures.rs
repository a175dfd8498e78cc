//! What a finger, a narrow window and a browser's own zoom ask of a page, measured as it is laid out.
use anyhow::{Result, ensure};
use serde_json::Value;

use super::Browser;

/// Everything to press, with the box that counts: a box to tick is pressed anywhere in its row. Links within a sentence
/// are text.
const TARGETS: &str = "
    const of = (e) => e.matches('input[type=radio],input[type=checkbox]') ? e.closest('label') ?? e : e;
    const targets = [...document.querySelectorAll('a[href],button,input,textarea,select,summary')]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.skip-link'))
        .filter((e) => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
        .map((e) => [e, of(e).getBoundingClientRect()])
        // Rows far down are laid out when they come into sight, and until then Firefox gives them no size.
        .filter(([e, box]) => box.width > 0 || e.checkVisibility({ contentVisibilityAuto: true }));
    const name = (e) => `${e.tagName}#${e.id}.${e.className} ${(e.textContent || e.value).trim().slice(0, 20)}`;";

impl Browser {
    fn none(&self, what: &str, body: &str, argument: impl Into<Value>) -> Result<()> {
        let found = self.js_with(body, argument)?;
        ensure!(found.as_array().is_some_and(Vec::is_empty), "{what}: {found}");
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

    /// Everything to press is at least `pixels` in both directions.
    pub fn reachable(&self, what: &str, pixels: u32) -> Result<()> {
        let body = "return targets.filter(([, box]) => box.width + 0.5 < arguments[0] || box.height + 0.5 < arguments[0])
            .map(([e, box]) => `${name(e)} ${box.width}x${box.height}`);";
        self.none(&format!("{what}, too small to press"), &format!("{TARGETS}{body}"), pixels)
    }

    /// What one came for is the largest thing to press, and nothing to press is closer to another than `pixels`.
    pub fn spaced(&self, what: &str, main: u32, pixels: u32) -> Result<()> {
        let body = "const [main, least] = arguments[0];
            const low = targets.filter(([e, box]) => e.matches('.button.primary,.door.primary') && box.height + 0.5 < main)
                .map(([e, box]) => `${name(e)} is only ${box.height} high`);
            const apart = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
            const close = targets.flatMap(([e, a], place) => targets.slice(place + 1)
                .filter(([f, b]) => !e.contains(f) && !f.contains(e) && apart(a, b) + 0.5 < least)
                // What lies over the page is not beside it.
                .filter(([f]) => !e.closest('.site-header,.cover,dialog') === !f.closest('.site-header,.cover,dialog'))
                .map(([f, b]) => `${name(e)} and ${name(f)} are ${apart(a, b)} apart`));
            return [...low, ...close].slice(0, 12);";
        self.none(&format!("{what}, targets"), &format!("{TARGETS}{body}"), vec![main, pixels])
    }

    /// No field makes a phone zoom in by itself, and nothing keeps anybody from zooming.
    pub fn zooms(&self, what: &str) -> Result<()> {
        let body = "const small = [...document.querySelectorAll('input,textarea,select,button')]
                .filter((e) => parseFloat(getComputedStyle(e).fontSize) < (e.matches('button') ? 14 : 16)).map((e) => e.outerHTML.slice(0, 80));
            const view = document.querySelector('meta[name=viewport]').content;
            return /user-scalable|maximum-scale/.test(view) ? [view, ...small] : small;";
        self.none(&format!("{what}, smaller than 16 px"), body, Value::Null)
    }

    /// No field is taken for a password or a code that was sent, and none cuts off what is typed.
    pub fn open_fields(&self, what: &str) -> Result<()> {
        let body = "return [...document.querySelectorAll('[type=password],[autocomplete=one-time-code],[maxlength]')]
            .map((e) => e.outerHTML.slice(0, 80));";
        self.none(&format!("{what}, fields"), body, Value::Null)
    }

    /// No text is cut off within its own box.
    pub fn uncut(&self, what: &str) -> Result<()> {
        let body = "return [...document.querySelectorAll('main *,header *,footer *')]
            .filter((e) => e.checkVisibility() && !e.matches('textarea,.visually-hidden,.site-name span'))
            .filter((e) => getComputedStyle(e).overflow === 'hidden' && getComputedStyle(e).clipPath === 'none')
            .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
            .map((e) => e.outerHTML.slice(0, 120));";
        self.none(&format!("{what}, cut off"), body, Value::Null)
    }
}
