// Single-key shortcuts: the key `a` clicks the element with data-key="a". `?` opens <dialog data-help>.
// They are off in an input or an open panel, and the dialog can switch them off (WCAG 2.1.4).
"use strict";
(() => {
  const store = "ydeu:keys-off";
  const help = document.querySelector("dialog[data-help]");
  const toggle = document.querySelector("[data-keys-toggle]");
  const isOff = () => localStorage.getItem(store) === "1";
  const panel = () => document.querySelector("details.dropdown[open]");
  const typing = (el) => el.isContentEditable || el.matches("textarea, select, input:not([type=checkbox], [type=submit])");

  function press(element) {
    element.click();
    if (element.matches("summary") && element.parentElement.open) {
      element.parentElement.querySelector("select, textarea, input:not([type=hidden])")?.focus();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details.dropdown[open]").forEach((menu) => {
        menu.open = false;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      });
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || panel() || typing(event.target)) return;
    if (event.key === "?" && help && !help.open) {
      event.preventDefault();
      help.showModal();
    } else if (!isOff() && !document.querySelector("dialog[open]")) {
      const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
      if (target) {
        event.preventDefault();
        press(target);
      }
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.dropdown[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // A panel with an error gets the focus.
  panel()?.querySelector("[aria-invalid=true]")?.focus();

  document.querySelectorAll("[data-help-open]").forEach((button) => {
    button.hidden = !help;
    button.addEventListener("click", () => help.showModal());
  });
  if (toggle) {
    toggle.checked = !isOff();
    toggle.addEventListener("change", () => localStorage.setItem(store, toggle.checked ? "0" : "1"));
  }
})();
