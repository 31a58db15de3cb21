// Adds a blank row to a formset: a copy of its <template>, numbered by the management form.
for (const formset of document.querySelectorAll("[data-formset]")) {
  const total = formset.closest("form").querySelector("[name$=-TOTAL_FORMS]");
  const rows = formset.querySelector("[data-rows]");
  const blank = formset.querySelector("template").innerHTML;
  const button = formset.querySelector("[data-add-row]");

  button.hidden = false;
  button.addEventListener("click", () => {
    rows.insertAdjacentHTML("beforeend", blank.replaceAll("__prefix__", total.value++));
    rows.lastElementChild.querySelector("input, select").focus();
  });
}
