// Autosave: a form with data-autosave-key keeps its typed values in this browser until the server has saved them.
// A draft is offered only if it differs from the values that the server shows. Otherwise it is deleted.
"use strict";
(() => {
  const user = document.body.dataset.user;
  const form = document.querySelector("form[data-autosave-key]");
  const pending = "ydeu:submitted";
  const month = 30 * 24 * 3600 * 1000;
  const name = (key) => `ydeu:draft:${user}:${key}`;

  document.querySelectorAll("form[data-clear-drafts]").forEach((logout) => {
    logout.addEventListener("submit", () => {
      Object.keys(localStorage).filter((key) => key.startsWith("ydeu:draft:")).forEach((key) => localStorage.removeItem(key));
    });
  });
  if (document.querySelector("[data-failed]")) sessionStorage.removeItem(pending); // Nothing was saved.
  if (!user) return; // Log-in pages: the session may have ended, so keep the drafts.

  const submitted = sessionStorage.getItem(pending);
  sessionStorage.removeItem(pending);
  if (submitted && form?.dataset.autosaveKey !== submitted) localStorage.removeItem(name(submitted));
  if (!form) return;

  const key = name(form.dataset.autosaveKey);
  const fields = () => [...form.elements].filter((el) => el.name && el.type !== "password" && !["file", "hidden", "submit", "button"].includes(el.type));
  const isBox = (el) => el.type === "checkbox" || el.type === "radio";
  const id = (el) => (isBox(el) ? `${el.name}=${el.value}` : el.name);
  const read = (el) => (isBox(el) ? el.checked : el.multiple ? [...el.selectedOptions].map((o) => o.value).join("\n") : el.value.replace(/\r\n/g, "\n"));
  const values = () => Object.fromEntries(fields().map((el) => [id(el), read(el)]));

  function write(el, value) {
    if (isBox(el)) el.checked = value;
    else if (el.multiple) [...el.options].forEach((o) => (o.selected = value.split("\n").includes(o.value)));
    else el.value = value;
    el.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function offer(draft) {
    const box = document.getElementById("draft-offer").content.firstElementChild.cloneNode(true);
    box.querySelector("time").textContent = new Date(draft.at).toLocaleString(document.documentElement.lang);
    box.querySelector("[data-restore]").addEventListener("click", () => {
      fields().filter((el) => id(el) in draft.values).forEach((el) => write(el, draft.values[id(el)]));
      box.remove();
    });
    box.querySelector("[data-discard]").addEventListener("click", () => {
      localStorage.removeItem(key);
      box.remove();
    });
    form.prepend(box);
  }

  const shown = values();
  const refused = form.querySelector(".error-summary, [aria-invalid='true']"); // The form has errors, so it is not saved yet.
  const draft = JSON.parse(localStorage.getItem(key) || "null");
  if (draft) {
    const differs = Object.keys(draft.values).some((k) => k in shown && draft.values[k] !== shown[k]);
    if (differs && !refused && Date.now() - draft.at < month) offer(draft);
    else if (!refused) localStorage.removeItem(key);
  }

  let timer;
  const save = () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values() }));
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    save();
    sessionStorage.setItem(pending, form.dataset.autosaveKey);
  });
})();
