// Statements changed and added by selecting words: a bubble at the selection offers roles, a tray at the foot of the
// window holds what was picked. The text never scrolls away and nothing moves until the form is sent.
"use strict";

(() => {
  const ROLES = ["source", "cue", "content", "venue", "addressee"];
  const tray = () => document.getElementById("editor");
  const bubble = () => document.getElementById("pick");
  const textOf = () => document.getElementById("text");
  let touched = new Set(); // roles that were picked since the tray opened: a first pick replaces, another adds

  function ranges(value) {
    return value && value !== "none" ? value.split(" ").map((pair) => pair.split("-").map(Number)) : [];
  }

  function firstOffset() {
    return Number(textOf().querySelector("[data-start]")?.dataset.start || 0);
  }

  function words(value) {
    const letters = [...textOf().textContent];
    const base = firstOffset();
    return ranges(value).map(([start, end]) => letters.slice(start - base, end - base).join("")).join(" … ");
  }

  function show(role) {
    const row = tray().querySelector(`[data-role=${role}]`);
    const input = row.querySelector("input");
    row.querySelector(".picked").textContent = words(input.value);
    row.querySelector("[data-clear]").hidden = !ranges(input.value).length;
    paint();
  }

  // What was picked is marked without touching the page, where the browser can do so.
  function paint() {
    if (!window.CSS?.highlights) return;
    for (const role of ROLES) {
      const input = tray()?.querySelector(`[data-role=${role}] input`);
      const found = tray() && !tray().hidden && touched.has(role) ? ranges(input.value).map(rangeOf).filter(Boolean) : [];
      if (found.length) CSS.highlights.set("picked-" + role, new Highlight(...found));
      else CSS.highlights.delete("picked-" + role);
    }
  }

  function rangeOf([start, end]) {
    const range = document.createRange();
    const from = placeOf(start), to = placeOf(end);
    if (!from || !to) return null;
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  function placeOf(offset) {
    for (const piece of textOf().querySelectorAll("[data-start]")) {
      const letters = [...piece.textContent];
      const inside = offset - Number(piece.dataset.start);
      if (inside >= 0 && inside <= letters.length && piece.firstChild) {
        return [piece.firstChild, letters.slice(0, inside).join("").length];
      }
    }
    return null;
  }

  function open(title, action, values) {
    const form = tray();
    form.reset();
    touched = new Set();
    form.action = action;
    form.querySelector("h2").textContent = title;
    for (const role of ROLES) {
      const input = form.querySelector(`[data-role=${role}] input`);
      input.value = values[role] || "";
      input.disabled = Boolean(values.isChange);
    }
    form.elements.who.value = values.who || "";
    form.elements.who.dataset.before = values.who || "";
    form.elements.kind.value = values.isChange ? values.kind : "";
    form.elements.kind.dataset.before = form.elements.kind.value;
    form.elements.said.value = values.said || "";
    form.elements.said.dataset.before = form.elements.said.value;
    form.dataset.change = values.isChange ? "yes" : "";
    form.hidden = false;
    document.body.classList.add("editing");
    ROLES.forEach(show);
  }

  function close() {
    const form = tray();
    if (!form || form.hidden) return false;
    form.hidden = true;
    document.body.classList.remove("editing");
    paint();
    return true;
  }

  function openFor(card) {
    const values = JSON.parse(card.dataset.edit);
    const action = `/statements/${encodeURIComponent(card.dataset.statement)}/change`;
    open("Change the statement", action, { ...values, isChange: true });
    tray().querySelector("h2").focus();
    window.room.showMessage("Select words in the text, or type who speaks.");
  }

  function pick(role) {
    const span = window.room.selectedSpan();
    if (!span) {
      window.room.showMessage("Select words in the text first.");
      return;
    }
    if (tray().hidden) open("Add a statement", `/reports/${tray().dataset.report}/statements`, {});
    const input = tray().querySelector(`[data-role=${role}] input`);
    const before = touched.has(role) ? ranges(input.value) : [];
    const apart = before.filter(([start, end]) => end <= span[0] || start >= span[1]);
    input.value = [...apart, span].sort((one, other) => one[0] - other[0]).map((pair) => pair.join("-")).join(" ");
    input.disabled = false;
    touched.add(role);
    window.getSelection().removeAllRanges();
    hideBubble();
    show(role);
  }

  function hideBubble() {
    if (bubble()) bubble().hidden = true;
  }

  document.addEventListener("selectionchange", () => {
    if (!bubble() || !textOf()) return;
    const selection = window.getSelection();
    const span = selection.rangeCount && !selection.isCollapsed ? window.room.selectedSpan() : null;
    if (!span) {
      hideBubble();
      return;
    }
    const box = selection.getRangeAt(0).getBoundingClientRect();
    bubble().hidden = false;
    const width = bubble().offsetWidth;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    bubble().style.left = `${left + window.scrollX}px`;
    bubble().style.top = `${box.bottom + window.scrollY + 6}px`;
  });

  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-pick]")) event.preventDefault(); // a press would clear the selection
  });
  document.addEventListener("click", (event) => {
    const picked = event.target.closest("[data-pick]");
    if (picked) pick(picked.dataset.pick);
    const cleared = event.target.closest("[data-clear]");
    if (cleared) {
      const input = cleared.closest("[data-role]").querySelector("input");
      input.value = tray().dataset.change ? "none" : "";
      input.disabled = false;
      touched.add(input.name);
      show(input.name);
    }
    if (event.target.closest("[data-close]")) close();
    const link = event.target.closest("a.edit");
    const card = link?.closest(".card[data-edit]");
    if (card && tray()) {
      event.preventDefault();
      window.room.choose(card.dataset.statement);
      openFor(card);
    }
    if (event.target.closest("[data-add]") && tray()) {
      event.preventDefault();
      open("Add a statement", `/reports/${tray().dataset.report}/statements`, {});
      window.room.showMessage("Select words in the text, then press who, cue or what.");
    }
  });

  // Only what was changed is sent.
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.elt?.closest?.("#editor");
    if (form !== event.detail.elt || !form) return; // the suggestions of names send requests of their own
    event.detail.path = form.getAttribute("action");
    if (!form.dataset.change) return;
    for (const name of ["who", "kind", "said"]) {
      const field = form.elements[name];
      if (field.value === field.dataset.before) event.detail.parameters[name] = "";
      else if (name === "said" && !field.value.trim()) event.detail.parameters.said = "none";
    }
  });

  window.editor = { open, openFor, close, isOpen: () => Boolean(tray() && !tray().hidden), pick };
})();
