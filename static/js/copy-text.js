// Copies the text of the element named by [data-copy] (its id) and says so in the button.
// Where the browser refuses, the text is selected, ready for Ctrl+C. The button comes hidden and
// is shown once it works: a tap before would be lost.
for (const button of document.querySelectorAll("[data-copy]")) {
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

function select(source) {
  if ("select" in source) {
    source.focus();
    source.select();
  } else {
    getSelection().selectAllChildren(source);
  }
}
