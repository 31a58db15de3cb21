// Puts the name of a field into the text that was written in last, where the cursor stood.
// Without script it is typed.
let last = document.querySelector("textarea[name=body]");

for (const area of document.querySelectorAll("textarea")) {
  area.addEventListener("focus", () => {
    last = area;
  });
}

for (const button of document.querySelectorAll("[data-put-in]")) {
  button.addEventListener("click", () => {
    last.setRangeText(button.dataset.putIn, last.selectionStart, last.selectionEnd, "end");
    last.focus();
    last.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
