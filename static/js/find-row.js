// Looking for somebody among the rows of a form: those that fit stay, and so does what is ticked.
for (const part of document.querySelectorAll("[data-find]")) {
  const box = part.querySelector("[type=search]");
  const rows = [...part.querySelectorAll("li")];
  const none = part.querySelector("[data-none]");
  box.parentElement.hidden = false;

  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = words.every((word) => text.includes(word));
      row.hidden = !fits && !row.querySelector(":checked");
    }
    none.hidden = rows.some((row) => !row.hidden);
  });
  // Enter would send the form.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
