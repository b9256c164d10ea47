/* Small behaviours. Every page works without this file; nothing here decides anything. */
(() => {
  "use strict";
  const STORE = "entraide:form:";
  const LIFE = 15 * 60 * 1000;
  const NOT_KEPT = new Set(["csrfmiddlewaretoken", "next", "langue"]);

  /* What was typed survives a switch of language, or a sign-in after an htmx request was refused. */
  const key = (index) => `${STORE}${location.pathname}${location.search}#${index}`;
  const forms = () => Array.from(document.querySelectorAll("form[data-keep]"));
  const keepable = (field) =>
    field.name && !NOT_KEPT.has(field.name) && !["password", "file", "submit", "button", "image"].includes(field.type);

  const keep = () => {
    forms().forEach((form, index) => {
      const fields = Array.from(form.elements).filter(keepable).map((field) => {
        if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
        if (field.type === "select-multiple") return [field.name, Array.from(field.selectedOptions, (o) => o.value), null];
        return [field.name, field.value, null];
      });
      sessionStorage.setItem(key(index), JSON.stringify({ when: Date.now(), fields }));
    });
  };

  const forget = () => {
    Object.keys(sessionStorage).filter((name) => name.startsWith(STORE)).forEach((name) => sessionStorage.removeItem(name));
  };

  const restore = () => {
    forms().forEach((form, index) => {
      const text = sessionStorage.getItem(key(index));
      if (!text) return;
      sessionStorage.removeItem(key(index));
      const { when, fields } = JSON.parse(text);
      const account = fields.find(([name]) => name === "_compte");
      const here = form.elements.namedItem("_compte");
      if (Date.now() - when > LIFE || (account && here && account[1] !== here.value)) return;
      const seen = new Map();
      fields.forEach(([name, value, checked]) => {
        const same = Array.from(form.elements).filter((field) => field.name === name && keepable(field));
        if (checked !== null) {
          same.filter((field) => field.value === value).forEach((field) => { field.checked = checked; });
        } else if (Array.isArray(value)) {
          same.forEach((field) => Array.from(field.options).forEach((o) => { o.selected = value.includes(o.value); }));
        } else {
          const nth = seen.get(name) || 0;
          seen.set(name, nth + 1);
          if (same[nth]) same[nth].value = value;
        }
      });
      form.dispatchEvent(new CustomEvent("entraide:restored", { bubbles: true }));
    });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-switch]")) { keep(); return; }
    if (form.matches("[data-leave]")) { forget(); return; }
    if (form.method !== "post" || event.defaultPrevented) return;
    /* The button keeps its place and says that it works; a second click sends nothing. */
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-busy", "true");
      button.classList.add("htmx-request");
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    }
  });
  /* Back to a page that was sent: it may be sent again. */
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    document.querySelectorAll("button[aria-busy]").forEach((button) => {
      button.removeAttribute("aria-busy");
      button.classList.remove("htmx-request");
    });
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status === 401) keep();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
  });

  restore();
  const focus = document.querySelector("[data-focus]");
  if (focus) focus.focus();
  const resumed = document.querySelector("form[data-resume]");
  if (resumed) resumed.submit();
})();
