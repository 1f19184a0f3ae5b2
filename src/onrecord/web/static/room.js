// The reading room's pages: highlighting the pieces of a statement, keyboard shortcuts, spans by selection.
"use strict";

(() => {
  document.documentElement.classList.add("scripts");

  const byId = new Map(); // statement id -> its pieces of text and its card
  let chosen = null; // the statement that the keyboard shortcuts act on

  function indexStatements() {
    byId.clear();
    for (const piece of document.querySelectorAll("[data-s]")) {
      for (const id of piece.dataset.s.split(" ")) add(id, piece);
    }
    releaseCues();
    for (const card of document.querySelectorAll(".card[data-statement]")) add(card.dataset.statement, card);
  }

  // Browsers do not let a selection start inside a link or anything else that a press focuses. With scripts a cue
  // therefore is no link; a click goes to its statement.
  function releaseCues() {
    for (const cue of document.querySelectorAll("#text a.cue[href]")) {
      cue.dataset.card = cue.getAttribute("href").slice("#card-".length);
      cue.removeAttribute("href");
      cue.setAttribute("role", "link");
      cue.tabIndex = 0;
    }
  }

  function add(id, element) {
    if (!byId.has(id)) byId.set(id, []);
    byId.get(id).push(element);
  }

  function light(id, name = "lit") {
    for (const element of document.querySelectorAll("." + name)) element.classList.remove(name);
    for (const element of byId.get(id) || []) element.classList.add(name);
  }

  // Of nested statements the innermost, which comes last.
  function statementOf(target) {
    const element = target instanceof Element ? target.closest("[data-s], .card[data-statement]") : null;
    if (!element) return null;
    return element.dataset.statement || element.dataset.s.split(" ").pop();
  }

  // Scrolls to the card and to the words. On a small screen only what `last` names is in view.
  function choose(id, { focus = true, last = "words" } = {}) {
    chosen = id;
    light(id, "on");
    if (!focus) return;
    const card = document.getElementById("card-" + id);
    const words = document.getElementById(id);
    const showWords = () => words?.scrollIntoView({ block: "center" });
    card?.focus({ preventScroll: true });
    if (last === "card") showWords();
    card?.scrollIntoView({ block: "nearest" });
    if (last === "words") showWords();
  }

  function showMessage(words) {
    const place = document.getElementById("message");
    place.textContent = words;
    place.classList.toggle("shown", Boolean(words));
    clearTimeout(showMessage.timer);
    if (words) showMessage.timer = setTimeout(() => showMessage(""), 8000);
  }

  document.addEventListener("mouseover", (event) => {
    const id = statementOf(event.target);
    light(id, "lit");
  });
  document.addEventListener("focusin", (event) => {
    const id = statementOf(event.target);
    if (id) light(id, "lit");
    const card = event.target.closest(".card[data-statement]");
    if (card) chosen = card.dataset.statement;
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[href], button, input, summary, label, select, textarea")) return;
    const cue = event.target.closest("[data-card]");
    if (cue && window.getSelection().isCollapsed) {
      choose(cue.dataset.card, { last: "card" });
      return;
    }
    const piece = event.target.closest("#text [data-s]");
    if (piece && window.getSelection().isCollapsed) choose(statementOf(piece), { focus: false });
  });

  // Keys

  const typing = "input, textarea, select, [contenteditable]";

  function step(by) {
    const cards = [...document.querySelectorAll(".card[data-statement]:not([hidden])")];
    if (!cards.length) return;
    const at = cards.findIndex((card) => card.dataset.statement === chosen);
    const next = at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(cards.length - 1, Math.max(0, at + by));
    choose(cards[next].dataset.statement);
  }

  function press(selector) {
    const card = chosen && document.getElementById("card-" + chosen);
    const button = card && card.querySelector(selector);
    if (button) button.click();
  }

  function openChange() {
    const card = chosen && document.getElementById("card-" + chosen);
    if (card?.dataset.edit && document.getElementById("editor")) window.editor.openFor(card);
  }

  function choosePressed(key) {
    document.querySelector(`[data-choice="${key}"]`)?.click();
  }

  function undoLast() {
    const buttons = [...document.querySelectorAll("[data-correction]")];
    const number = (button) => Number(button.dataset.correction);
    buttons.sort((one, other) => number(other) - number(one))[0]?.click();
  }

  function showKeys() {
    document.getElementById("keys").showModal();
  }
  document.getElementById("show-keys").addEventListener("click", showKeys);

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    a: () => press("button.accept"),
    x: () => press("button.reject"),
    e: openChange,
    u: undoLast,
    "?": showKeys,
    " ": () => document.querySelector("a.skip-one")?.click(),
    "/": () => document.querySelector("#q, #name, input[type=search]")?.focus(),
  };

  // A space presses the button or the link that has the focus, and scrolls where there is nothing to leave for later.
  function findAct(event) {
    if (/^[0-9]$/.test(event.key)) {
      return document.querySelector(`[data-choice="${event.key}"]`) && (() => choosePressed(event.key));
    }
    if (event.key === " " && (event.target.closest("button, a, summary") || !document.querySelector("a.skip-one"))) return null;
    return keys[event.key];
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && window.editor?.close()) {
      document.getElementById("card-" + chosen)?.focus({ preventScroll: true });
      return;
    }
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      chosen = null;
      light(null, "on");
      light(null, "lit");
      if (event.target.matches(typing)) event.target.blur();
      return;
    }
    if (event.target.matches(typing) || document.querySelector("dialog[open]")) return;
    const isKept = document.getElementById("use-keys").checked;
    const act = event.key === "Enter" && event.target.matches("[data-card]")
      ? () => choose(event.target.dataset.card, { last: "card" })
      : isKept && findAct(event);
    if (act) {
      event.preventDefault();
      act();
    }
  });

  // Spans by selection. Records count code points, scripts count UTF-16 units.

  function codePoints(words) {
    return [...words].length;
  }

  function offsetOf(node, offset) {
    if (node.nodeType === Node.TEXT_NODE) {
      const piece = node.parentElement.closest("[data-start]");
      return piece ? Number(piece.dataset.start) + codePoints(node.data.slice(0, offset)) : null;
    }
    const before = node.childNodes[offset - 1];
    const piece = before && (before.nodeType === Node.ELEMENT_NODE ? lastPiece(before) : null);
    if (piece) return Number(piece.dataset.start) + codePoints(piece.textContent);
    const own = node.matches?.("[data-start]") ? node : node.querySelector?.("[data-start]");
    if (!own) return null;
    return Number(own.dataset.start) + (before ? codePoints(own.textContent) : 0);
  }

  function lastPiece(element) {
    if (element.matches("[data-start]")) return element;
    const inside = element.querySelectorAll("[data-start]");
    return inside[inside.length - 1] || null;
  }

  function selectedSpan() {
    const selection = window.getSelection();
    const text = document.getElementById("text");
    if (!selection.rangeCount || selection.isCollapsed || !text) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    let start = offsetOf(range.startContainer, range.startOffset);
    let end = offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null) return null;
    const words = [...range.toString()];
    while (words.length && !words[0].trim()) { words.shift(); start += 1; }
    while (words.length && !words[words.length - 1].trim()) { words.pop(); end -= 1; }
    return words.length ? [start, end] : null;
  }

  document.addEventListener("mousedown", (event) => {
    const cue = event.target.closest("[data-card]");
    if (cue) {
      cue.removeAttribute("tabindex");
      document.addEventListener("mouseup", () => { cue.tabIndex = 0; }, { once: true });
    }
  });
  // Parts of the page that htmx replaces

  let sent = null; // the correction in progress: its request, the position of its card, whether to select the next card
  let more = null; // the request for more results, and the number of cards before it

  const allCards = () => [...document.querySelectorAll(".card[data-statement]")];

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (event.target.matches("a.more")) more = { xhr, place: allCards().length };
    if (requestConfig.verb !== "post") return;
    const card = event.target.closest(".card[data-statement]");
    const isDone = Boolean(event.target.querySelector(".accept, .reject"));
    const what = event.target.querySelector(".accept") ? "Accepted." : "Rejected. u undoes it.";
    const isEditor = event.target.matches("#editor");
    showMessage("");
    sent = { xhr, isDone, what, isEditor, id: card?.dataset.statement, place: card ? allCards().indexOf(card) : -1 };
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (!window.editor.isOpen()) document.body.classList.remove("editing");
    indexStatements();
    restoreTicks();
    if (more && event.detail.xhr === more.xhr) {
      // The link that had the focus is gone; the first new card takes its place.
      allCards()[more.place]?.focus({ preventScroll: true });
      more = null;
    }
    if (!sent || event.detail.xhr !== sent.xhr) return;
    const { id, isDone, what, place, isEditor } = sent;
    sent = null;
    if (isDone) showMessage(what);
    const cards = allCards();
    if (!cards.length) return;
    if (document.querySelector(".review")) { // the next statement
      choose(cards[0].dataset.statement, { last: "card" });
      return;
    }
    if (isEditor) {
      const saved = cards.find((one) => one.classList.contains("on"));
      showMessage("Saved.");
      if (saved) choose(saved.dataset.statement);
      return;
    }
    if (place < 0) { // an undo keeps the selected card
      const card = cards.find((one) => one.dataset.statement === chosen);
      if (card) choose(chosen);
      return;
    }
    // After accepting, select the next card; after rejecting, the card that moved up; after a change, the same card.
    const stays = cards.findIndex((one) => one.dataset.statement === id);
    const changed = cards.findIndex((one) => one.classList.contains("on"));
    const next = isDone ? (stays < 0 ? place : stays + 1) : (changed < 0 ? place : changed);
    choose(cards[Math.min(next, cards.length - 1)].dataset.statement);
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    showMessage(page.querySelector(".fault")?.textContent || "The request failed.");
  });
  document.body.addEventListener("htmx:sendError", () => showMessage("The reading room does not respond."));

  // Ticked boxes stay ticked on other pages and when htmx replaces a part of the page.

  const boxes = ".switches input, #use-keys";
  const ticks = new Map(); // boxes changed on this page: storage may be disabled

  function restoreTicks() {
    for (const box of document.querySelectorAll(boxes)) {
      let kept = ticks.get(box.id);
      if (!kept) {
        try { kept = localStorage.getItem("onrecord-" + box.id); } catch { /* storage may be disabled */ }
      }
      if (kept) box.checked = kept === "yes";
    }
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches(boxes)) return;
    ticks.set(box.id, box.checked ? "yes" : "no");
    try { localStorage.setItem("onrecord-" + box.id, ticks.get(box.id)); } catch { /* storage may be disabled */ }
  });

  // The statements of a report that are shown: of one speaker, with some words, or only those in doubt.

  function filterCards() {
    const speaker = document.getElementById("by-speaker")?.value || "";
    const words = (document.getElementById("in-report")?.value || "").trim().toLowerCase();
    const isUnsure = Boolean(document.getElementById("only-unsure")?.checked);
    const cards = [...document.querySelectorAll("aside .card[data-statement]")];
    for (const card of cards) {
      const fits = (!speaker || card.dataset.speaker === speaker)
        && (!words || card.textContent.toLowerCase().includes(words))
        && (!isUnsure || !card.classList.contains("doubt-none"));
      card.hidden = !fits;
    }
    const place = document.getElementById("shown-count");
    const shown = cards.filter((card) => !card.hidden).length;
    if (place) place.textContent = shown === cards.length ? "" : `${shown} of ${cards.length} shown`;
    markWords(words);
  }

  function markWords(words) {
    if (!window.CSS?.highlights) return;
    const text = document.getElementById("text");
    const found = [];
    const walker = words && text ? document.createTreeWalker(text, NodeFilter.SHOW_TEXT) : null;
    while (walker?.nextNode()) {
      const letters = walker.currentNode.data.toLowerCase();
      for (let at = letters.indexOf(words); at >= 0 && found.length < 1000; at = letters.indexOf(words, at + words.length)) {
        const range = document.createRange();
        if (at + words.length > walker.currentNode.length) break;
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + words.length);
        found.push(range);
      }
    }
    if (found.length) CSS.highlights.set("found", new Highlight(...found));
    else CSS.highlights.delete("found");
    if (found.length) found[0].startContainer.parentElement.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest("#by-speaker, #in-report, #only-unsure")) filterCards();
  });

  window.room = { selectedSpan, choose, showMessage };
  indexStatements();
  restoreTicks();
  const only = document.querySelector(".review .card[data-statement]");
  if (only) choose(only.dataset.statement, { last: "card" });
  const named = new URLSearchParams(location.search).get("statement") || location.hash.slice(1);
  if (byId.has(named)) {
    choose(named);
    // When a browser scrolls to the fragment of the address, it drops the focus.
    if (document.readyState !== "complete") addEventListener("load", () => setTimeout(() => choose(named)));
  }
})();
