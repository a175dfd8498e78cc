// What a public page can do before the application arrives, and without it: leave at once, keep a draft, start the rest.
// Classic script, no dependency, no words of its own: every word is in the page.
(() => {
  "use strict";
  const doc = document;
  const { body, documentElement: root, currentScript: me } = doc;
  const at = (id) => doc.getElementById(id);
  const link = (what) => doc.head.append(Object.assign(doc.createElement("link"), what));
  const page = body.dataset.page;
  const DRAFT = page === "feedback" ? "madobe.wanted" : "madobe.draft";
  const HERE = "madobe.here"; // when this tab was last seen; gone after leaving: how a page coming back from the cache learns that one left
  const THEME = "madobe.theme";
  const WAITING = "madobe.waiting"; // a sealed letter that this device keeps, because somebody chose that
  const AWAY = 15 * 60 * 1000;
  const letter = at("letter") || at("wanted");

  // Storage may be refused; every page works without it.
  const read = (key) => {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const write = (key, value) => {
    try {
      value === null ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, value);
    } catch {
      // Nothing to do: the words stay in the field.
    }
  };
  const wipe = () => {
    try {
      sessionStorage.clear();
    } catch {
      // Refused storage holds nothing.
    }
  };

  // The code that an opened mailbox hands to the bookings is for them alone: on any other page it went no further.
  const drop = () => page === "book" || write("madobe.hand", null);
  drop();

  const waits = () => {
    try {
      return localStorage.getItem(WAITING);
    } catch {
      return null;
    }
  };

  // --- Leaving -------------------------------------------------------------------------------------------------
  const { length } = history;
  const out = () => (waits() ? "/leave?keep" : "/leave");
  const within = (millis, what) => Promise.race([what, new Promise((done) => setTimeout(done, millis))]).catch(() => {});
  // The copies of pages, too: not every answer clears them, and not every browser heeds it. Where a letter waits, they stay with it:
  // whoever had no network for it may need to read where to turn.
  const clear = async () => {
    if (waits()) return;
    const { serviceWorker: worker } = navigator;
    worker?.controller?.postMessage("leave");
    const ended = worker?.getRegistration().then((known) => known?.unregister());
    const names = (await caches.keys()).filter((name) => name.startsWith("madobe "));
    await Promise.all([ended, ...names.map((name) => caches.delete(name))]);
  };
  // Where there is no way, the browser's own page would name this site. A slow line is one.
  const way = async () => {
    stop();
    const asked = fetch("/leave?keep", { redirect: "manual", credentials: "omit" });
    const there = within(3000, asked.then(({ type }) => type === "opaqueredirect", () => false));
    const cleared = clear();
    const dead = (await there) === false;
    // What answers clears as well.
    await within(dead ? 5000 : 1000, cleared);
    return dead ? "about:blank" : out();
  };
  let gone = false;
  const leave = () => {
    const again = gone;
    gone = true;
    // The application drops its keys and stops storing when it hears this.
    doc.dispatchEvent(new Event("madobe:leave"));
    if (letter) letter.value = "";
    doc.title = "\u200b";
    root.replaceChildren(); // a blank page at once, before anything is asked of the network
    wipe();
    const to = way();
    // The steps of writing and booking are entries of the history, and a replaced address would leave them there. From the first of
    // them, which takes on the plainest address, the way on cuts off all that came after it.
    const steps = Math.min(parseInt(history.state) || 1, 99) - 1;
    if (again || (!steps && history.length === length)) return to.then((address) => location.replace(address));
    const away = (event) => {
      event?.stopImmediatePropagation();
      clearTimeout(late);
      history.replaceState(null, "", "/");
      to.then((address) => location.assign(address));
    };
    const late = setTimeout(away, 300);
    if (!steps) return away();
    addEventListener("popstate", away, { capture: true, once: true });
    history.go(-steps);
  };
  at("exit").addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // Shift three times within five seconds, with no other key between; never while an input method is at work.
  let shifts = [];
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.repeat) return;
    const now = event.timeStamp;
    shifts = event.key === "Shift" ? [...shifts.filter((then) => now - then < 5000), now] : [];
    if (shifts.length > 2) leave();
  });

  // A page kept alive by the browser must not come back with its text after one has left from a later page. It is told that it can be
  // seen before it is told that it came back: what it would note then is asked about first.
  let put = false;
  addEventListener("pageshow", (event) => {
    put = false;
    if (!event.persisted) return;
    drop();
    gone || !read(HERE) ? leave() : returned();
  });
  addEventListener("pagehide", () => {
    put = true;
    gone ? wipe() : doc.hidden || seen();
  });

  // Beside these, what a tab keeps is somebody's words, or the way to them.
  const OPEN = [HERE, THEME, "madobe.furigana", "madobe.source"];
  const keeps = () => {
    try {
      // The desk of staff locks by itself.
      return Object.keys(sessionStorage).some((key) => !OPEN.includes(key) && !key.startsWith("madobe.staff."));
    } catch {
      return false;
    }
  };
  // Not seen for long: until somebody says to go on, no other page makes up for it.
  let stale = keeps() && !(Date.now() - read(HERE) < AWAY);
  const seen = () => gone || stale || write(HERE, Date.now());
  let since = doc.hidden && (+read(HERE) || Date.now());
  since || seen();

  // --- The way out stays in sight when the keyboard pushes the page up (Safari moves only the visual viewport) ---
  const view = window.visualViewport;
  const header = doc.querySelector(".site-header");
  const follow = () => (header.style.transform = view.offsetTop > 0 ? `translateY(${view.offsetTop}px)` : "");
  if (view) for (const name of ["resize", "scroll"]) view.addEventListener(name, follow);

  // --- Light or dark, for this tab -------------------------------------------------------------------------------
  const theme = at("theme");
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const dress = (choice) => {
    if (choice) root.dataset.theme = choice;
    theme.textContent = isDark() ? theme.dataset.light : theme.dataset.dark;
    theme.hidden = false;
  };
  dress(read(THEME));
  theme.addEventListener("click", () => {
    const choice = isDark() ? "light" : "dark";
    write(THEME, choice);
    dress(choice);
  });

  // --- Readings over hard words: fetched when somebody asks, for this tab -----------------------------------------------
  const furigana = at("furigana");
  if (furigana) {
    const ask = () =>
      import(furigana.dataset.script)
        .then((it) => it.toggle(furigana))
        .catch(() => (furigana.textContent = furigana.dataset.failed));
    furigana.hidden = false;
    furigana.addEventListener("click", ask);
    if (read("madobe.furigana")) ask();
  }

  // --- The draft -------------------------------------------------------------------------------------------------
  const sent = () => "sent" in body.dataset;
  let covered = false;
  const save = () => {
    if (!letter || gone || covered) return;
    const text = letter.value;
    write(DRAFT, text && !sent() ? JSON.stringify({ letter: text, at: Date.now() }) : null);
  };
  const changed = () => letter.dispatchEvent(new Event("input", { bubbles: true }));

  // What was kept goes before what was typed in the meantime; never into the middle of a conversion.
  let composing = false;
  const restore = (text) => {
    if (composing) {
      letter.addEventListener("compositionend", () => setTimeout(restore, 0, text), { once: true });
    } else if (!letter.value.startsWith(text)) {
      letter.value = letter.value ? `${text}\n${letter.value}` : text;
      changed();
    }
  };

  // After a long absence somebody else may hold the device: ask before any private word shows.
  const cover = (goOn) => {
    const sheet = at("cover");
    if (covered || !sheet) return;
    covered = stale = true;
    const main = at("main");
    main.hidden = true;
    body.append(sheet.content.cloneNode(true));
    const shown = body.lastElementChild;
    at("cover-go").focus();
    at("cover-go").onclick = () => {
      covered = stale = false;
      seen();
      shown.remove();
      main.hidden = false;
      goOn();
      ((read(DRAFT) && letter) || main).focus();
    };
    at("cover-clear").onclick = () => {
      gone = true;
      doc.dispatchEvent(new Event("madobe:leave"));
      wipe();
      location.replace(location.pathname);
    };
  };

  let kept = null;
  if (letter) {
    let timer;
    letter.addEventListener("compositionstart", () => (composing = true));
    letter.addEventListener("compositionend", () => (composing = false));
    letter.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 1000);
    });
    new MutationObserver(save).observe(body, { attributeFilter: ["data-sent"] });
    // Somebody came by a printed address.
    if (read("madobe.source")) import("asset:source.js").catch(() => {});
    try {
      kept = JSON.parse(read(DRAFT));
    } catch {
      write(DRAFT, null);
    }
    if (typeof kept?.letter !== "string") kept = null;
  }
  // The program waits for it as well: it would show the code, and open the mailbox.
  const opened = new Promise((done) => {
    const goOn = () => done(kept && restore(kept.letter));
    if (at("cover") && (stale || (kept && !(Date.now() - kept.at < AWAY)))) cover(goOn);
    else goOn();
  });

  // A letter that went by a plain form is no draft any more.
  if (at("plain-sent")) write(DRAFT, null);

  const isPrivate = () => (letter ? letter.value || sent() : at("entry-step")?.hidden);
  const back = () => isPrivate() && cover(() => {});
  const returned = () => {
    if (since && Date.now() - since >= AWAY) {
      stale = stale || keeps();
      back();
    }
    seen();
  };
  let nap = since && setTimeout(back, AWAY);
  doc.addEventListener("visibilitychange", () => {
    clearTimeout(nap);
    if (doc.hidden) {
      save();
      seen();
      since = Date.now();
      nap = setTimeout(back, AWAY);
    } else if (!put) returned();
  });

  // --- Openings for those who do not know how to begin -------------------------------------------------------------
  const undo = at("undo");
  let before = "";
  let inserting = false;
  for (const button of doc.querySelectorAll("[data-opening]")) {
    button.addEventListener("click", () => {
      before = letter.value;
      const head = before.slice(0, letter.selectionStart);
      const text = (head && !head.endsWith("\n") ? "\n" : "") + button.dataset.opening;
      inserting = true;
      letter.focus();
      // The old command is the one that the browser's own undo knows.
      if (!doc.execCommand("insertText", false, text)) {
        letter.setRangeText(text, letter.selectionStart, letter.selectionEnd, "end");
        changed();
      }
      inserting = false;
      undo.hidden = false;
    });
  }
  undo?.addEventListener("click", () => {
    letter.value = before;
    undo.hidden = true;
    changed();
    letter.focus();
  });
  if (undo) letter.addEventListener("input", () => inserting || (undo.hidden = true));

  // --- Throwing the letter away: asked once if there is something to lose --------------------------------------------
  const sure = at("discard-sure");
  const ask = (open) => {
    sure.hidden = !open;
    at("discard").setAttribute("aria-expanded", open);
    at(open ? "discard-yes" : "discard").focus();
  };
  at("discard")?.addEventListener("click", () => (letter.value.trim() ? ask(true) : leave()));
  at("discard-no")?.addEventListener("click", () => ask(false));
  at("discard-yes")?.addEventListener("click", leave);

  // --- The application -------------------------------------------------------------------------------------------
  const ready = () => "ready" in body.dataset;
  const press = at("next") || at("open");
  const status = at("next-status") || at("open-status");
  let failed = "";
  let started;
  const tell = (word) => (status.textContent = status.dataset[word]);
  const start = () => {
    const { glue, glueIntegrity, wasm, wasmIntegrity: integrity } = me.dataset;
    if (typeof WebAssembly !== "object") return Promise.reject(new TypeError());
    // What `import` is given below has been checked by this.
    link({ rel: "modulepreload", integrity: glueIntegrity, href: glue });
    const module = fetch(wasm, { integrity });
    module.catch(() => {}); // told of below, unless the glue failed before it
    link({ rel: "preload", as: "fetch", crossOrigin: "", href: "/api/desk" });
    return import(glue).then((app) => app.default({ module_or_path: module }));
  };
  // The words come first: the program, ten times as large, would share the line with them. A hidden tab draws no frame.
  const painted = () => new Promise((done) => (doc.hidden ? done() : requestAnimationFrame(() => setTimeout(done))));
  if (press) {
    // What stands in the fields without a draft outlives the reload below, and no more: nobody types twenty digits twice.
    const fields = [...doc.querySelectorAll("#entry input")];
    opened.then(() => {
      JSON.parse(read("madobe.typed") || "[]").forEach((typed, place) => Object.assign(fields[place] ?? {}, typed));
      write("madobe.typed", null);
    });
    // Pressed too early: the press is kept for the application, which looks at data-pressed when it attaches.
    const hold = (event) => {
      if (ready()) return;
      event.preventDefault();
      save();
      // What was written is kept, so asking again is loading the page again.
      if (failed === "failed" || (failed === "offline" && navigator.onLine)) {
        if (fields.length) write("madobe.typed", JSON.stringify(fields.map(({ value, checked }) => ({ value, checked }))));
        return location.reload();
      }
      press.dataset.pressed = event.target.id;
      tell(failed || "wait");
    };
    press.addEventListener("click", hold);
    at("entry")?.addEventListener("submit", (event) => event.preventDefault());
    started = painted().then(() => opened).then(start).catch(() => {
      failed = typeof WebAssembly !== "object" ? "unsupported" : navigator.onLine ? "failed" : "offline";
      delete press.dataset.pressed;
      tell(failed);
      // Where no program runs, a plain form takes the words as they stand; it has to tell where it comes from.
      const way = failed !== "offline" && at("plain-way");
      if (way) {
        way.hidden = false;
        doc.querySelector("meta[name=referrer]").content = "same-origin";
      }
    });
  }

  // On the landing page nothing is fetched ahead until somebody reaches for the door.
  const door = page === "landing" && doc.querySelector(".door");
  if (door) {
    let asked = false;
    const ahead = () => {
      if (asked) return;
      asked = true;
      // As the page's own requests: one browser counts a `prefetch` among what the policy forbids.
      for (const href of [door.href, me.dataset.glue, me.dataset.wasm])
        fetch(href, { priority: "low" })
          .then((answer) => answer.blob())
          .catch(() => {});
    };
    for (const name of ["pointerenter", "touchstart", "focus"]) door.addEventListener(name, ahead, { passive: true });
  }

  // --- A letter that waits is sent from whatever page is open: by a program of its own, which nobody else fetches -----
  let waiting;
  let times = 0;
  const wait = () => {
    if (gone || waiting || !waits()) return;
    // What did not come is asked for under another name: browsers remember a failure.
    waiting = import("asset:waiting.js" + (times++ ? "?" + times : ""))
      .then((app) => app.default({ module_or_path: fetch("asset:waiting.wasm", { integrity: "integrity:waiting.wasm" }) }))
      .catch(() => (waiting = null));
  };
  doc.addEventListener("madobe:wait", wait);
  addEventListener("online", wait);
  doc.addEventListener("visibilitychange", wait);

  // Pages stay readable without a network. As soon as this one has everything: the first visit belongs to the reader.
  addEventListener("load", async () => {
    await started;
    wait();
    const worker = !gone && navigator.serviceWorker;
    if (!worker) return;
    // A page that was still loading while its worker began would go without one: it asks.
    const claimed = ({ active }) => gone || worker.controller || active.postMessage("claim");
    worker
      .register("/sw.js")
      .then(() => worker.ready)
      .then(claimed)
      .catch(() => {});
  });
})();
