// How many klien of the month's page are filled in, on the button that sends them.
for (const form of document.querySelectorAll("[data-month]")) {
  const button = form.querySelector("[data-count]");
  const rows = new Set([...form.querySelectorAll("[type=radio]")].map((each) => each.name)).size;

  const count = () => {
    const filled = form.querySelectorAll("[type=radio]:checked").length;
    const words = filled < rows ? button.dataset.rest : button.dataset.count;
    if (filled) button.textContent = words.replace("{}", filled);
  };
  form.addEventListener("change", count);
  count();
}
