/* The keys of the page of a pair. Each of them presses something that stands on the page: without this file the
   page works with the mouse and the Tab key. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-review]");
  if (!form) return;
  const rows = Array.from(form.querySelectorAll("[data-row]"));
  const rtl = document.documentElement.dir === "rtl";
  const press = (key) => {
    const target = document.querySelector(`[data-key="${key}"]`);
    if (target) target.click();
    return Boolean(target);
  };
  /* A field where one writes keeps its keys; so does a radio button its own arrows to the side. */
  const writing = (element) =>
    element.isContentEditable || element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");

  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const move = (step) => {
    if (!rows.length) return false;
    const at = here();
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next].focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  };
  const choose = (side) => {
    const row = rows[here()];
    const radio = row && row.querySelector(`input[value="${side}"]`);
    if (!radio) return false;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };
  const help = () => {
    const keys = form.querySelector("[data-keys]");
    if (!keys) return false;
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
    return true;
  };

  /* The key as it is drawn, whatever the keyboard writes: on a French one the digits want Shift; on an Arabic one
     the A of the keyboard stands where ش or ض is. */
  const letter = (event) => {
    if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
    return { KeyA: "a", KeyQ: "a", KeyB: "b" }[event.code] || "";
  };
  const act = (event) => {
    const onRadio = document.activeElement.matches("input[type=radio]");
    if (event.key === "ArrowDown") return move(1);
    if (event.key === "ArrowUp") return move(-1);
    if (event.key === "ArrowLeft") return !onRadio && press(rtl ? "forward" : "back");
    if (event.key === "ArrowRight") return !onRadio && press(rtl ? "back" : "forward");
    if (event.key === "?" || event.key === "؟") return help();
    const digit = /^(?:Digit|Numpad)([123])$/.exec(event.code);
    if (digit || ["1", "2", "3"].includes(event.key)) return press(digit ? digit[1] : event.key);
    return ["a", "b"].includes(letter(event)) && choose(letter(event));
  };

  /* Whoever speaks to the computer, or shakes, may not want letters that act: the keys can be put out. */
  const OFF = "entraide:keys-off";
  const box = form.querySelector("[data-keys-on]");
  const off = () => localStorage.getItem(OFF) === "1";
  if (box) {
    box.checked = !off();
    box.closest("[hidden]").hidden = false;
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
    });
  }
  document.addEventListener("keydown", (event) => {
    if (off()) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && !event.key.startsWith("Arrow")) return;
    if (event.defaultPrevented || writing(document.activeElement)) return;
    if (act(event)) event.preventDefault();
  });
})();
