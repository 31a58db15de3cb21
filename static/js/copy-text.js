// Copies the text of the element named by [data-copy] (its id) and says so in the button.
// Where the browser refuses, the text is selected, ready for Ctrl+C. The button comes hidden and
// is shown once it works: a tap before would be lost.
function ready(button) {
  const source = document.getElementById(button.dataset.copy);

  button.addEventListener("click", async () => {
    const text = "value" in source ? source.value : source.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.querySelector("[data-copy-word]").textContent = "Teks tersalin";
    } catch {
      select(source);
    }
  });
  button.hidden = false;
}

// What came after the page (htmx) brings a hidden button of its own.
function readyAll() {
  document.querySelectorAll("[data-copy][hidden]").forEach(ready);
}

readyAll();
document.body.addEventListener("htmx:afterSwap", readyAll);

function select(source) {
  source.closest("details")?.setAttribute("open", "");
  if ("select" in source) {
    source.focus();
    source.select();
  } else {
    getSelection().selectAllChildren(source);
  }
}
