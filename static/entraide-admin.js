/* The desk: what Django's scripts leave unsaid. Every page works without this file. */
(() => {
  "use strict";
  /* An autocomplete box says which field it is. */
  const name = () => {
    document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const box = select.parentElement.querySelector(".select2-selection");
      if (!label || !box || box.hasAttribute("aria-label")) return;
      const words = label.textContent.replace(/\s*:\s*$/, "").trim();
      [box, box.querySelector(".select2-selection__rendered")].forEach((part) => part && part.setAttribute("aria-label", words));
    });
  };
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".select2-search__field") && !event.target.hasAttribute("aria-label")) {
      const open = document.querySelector(".select2-container--open .select2-selection");
      if (open) event.target.setAttribute("aria-label", open.getAttribute("aria-label") || "");
    }
  });
})();
