// Several files, a folder or dropped files are sent one by one; each says what was found, or why it was not read.
"use strict";

(() => {
  const form = document.querySelector("form.adding");
  const list = document.getElementById("uploads");
  if (!form || !list) return;
  const readable = /\.(txt|text|html?|xhtml|pdf|docx|eml|json|jsonl)$/i;
  let chosen = []; // what was dropped, or picked as a folder

  function sendAll(files) {
    list.replaceChildren();
    const wanted = files.filter((file) => readable.test(file.name));
    const head = document.createElement("li");
    list.append(head);
    let done = 0, failed = 0;
    const say = () => {
      const left = files.length - wanted.length;
      head.textContent = `${done} of ${wanted.length} files read`
        + (failed ? `, ${failed} could not be read` : "") + (left ? `; ${left} left out, of kinds that are not read` : "");
    };
    say();
    return wanted.reduce((before, file) => before.then(() => send(file)).then((ok) => {
      done += 1;
      failed += ok ? 0 : 1;
      say();
    }), Promise.resolve());
  }

  async function send(file) {
    const item = document.createElement("li");
    list.append(item);
    item.textContent = `${file.name}: being read …`;
    const body = new FormData();
    body.append("file", file);
    for (const name of ["date", "publisher"]) body.append(name, form.elements[name].value);
    try {
      const answer = await fetch("/add/file", { method: "POST", body });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.fault || found.detail || "it could not be read");
      const link = document.createElement("a");
      link.href = `/reports/${encodeURIComponent(found.report)}`;
      link.textContent = found.title;
      const count = `${found.statements} statement${found.statements === 1 ? "" : "s"}`;
      item.replaceChildren(link, ` ${found.is_new ? "" : "is in the store already, "}${count}`);
      return true;
    } catch (error) {
      item.textContent = `${file.name}: ${error.message}`;
      item.className = "fault";
      return false;
    }
  }

  async function filesOf(entry) {
    if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!part.length) break;
      for (const one of part) found.push(...await filesOf(one));
    }
    return found;
  }

  form.addEventListener("submit", (event) => {
    const picked = [...form.elements.file.files, ...document.getElementById("folder").files];
    if (picked.length < 2) return;
    event.preventDefault();
    sendAll(picked);
  });
  document.getElementById("folder").addEventListener("change", (event) => {
    if (event.target.files.length) sendAll([...event.target.files]);
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    chosen = entries.length ? (await Promise.all(entries.map(filesOf))).flat() : [...event.dataTransfer.files];
    sendAll(chosen);
  });
})();
