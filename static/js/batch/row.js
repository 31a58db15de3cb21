// One row of the batch form: an <article data-row="prefix">. Its fields are [name, value] pairs
// without the prefix; a name may come twice (pictures).

export function read(row) {
  return controls(row)
    .filter((control) => control.type !== "radio" && control.type !== "checkbox" || control.checked)
    .map((control) => [nameOf(row, control), control.value]);
}

export function fill(row, fields) {
  for (const control of controls(row)) {
    const values = fields.filter(([name]) => name === nameOf(row, control)).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") {
      control.checked = values.includes(control.value);
    } else if (values.length) {
      control.value = values[0];
    }
  }
}

// Nothing that says somebody was met at all.
export function isEmpty(row) {
  const telling = row.dataset.telling.split(" ");
  return !read(row).some(([name, value]) => telling.includes(name) && value.trim());
}

// {name: [sentence]} of the questions that have no answer yet.
export function missing(row) {
  const answered = new Set(read(row).filter(([, value]) => value).map(([name]) => name));
  const wanted = { ...JSON.parse(row.dataset.missing), ...missingWith(row) };
  const open = Object.entries(wanted).filter(([name]) => !answered.has(name));
  return Object.fromEntries(open.map(([name, sentence]) => [name, [sentence]]));
}

// To whom somebody was handed, where the outcome asks for it.
function missingWith(row) {
  const sentence = JSON.parse(row.dataset.missingWith)[valueOf(read(row), "outcome")];
  return sentence ? { handed_to: sentence } : {};
}

export function showErrors(row, errors) {
  for (const old of row.querySelectorAll("[data-error]")) old.remove();
  for (const old of row.querySelectorAll(".is-invalid")) old.classList.remove("is-invalid");
  const found = Object.entries(errors);
  row.classList.toggle("bad", found.length > 0);
  row.classList.toggle("open", found.length === 0);
  for (const [name, sentences] of found) showError(row, name, sentences);
  const first = row.querySelector("[data-error]");
  if (!first) return;
  first.closest("details")?.setAttribute("open", "");
  first.scrollIntoView({ block: "center" });
}

function showError(row, name, sentences) {
  const field = row.querySelector(`#div_id_${row.dataset.row}-${name}`) ?? row.querySelector(".rp-pad");
  const error = document.createElement("div");
  error.className = "invalid-feedback d-block";
  error.dataset.error = "";
  error.setAttribute("role", "alert");
  error.textContent = sentences.join(" ");
  if (name && field.id) {
    field.querySelector(".rp-choice, input, select, textarea")?.classList.add("is-invalid");
    field.append(error);
  } else {
    field.prepend(error);
  }
}

// Where and when somebody was met, and how it ended.
export function stands(row, fields = read(row)) {
  const value = (name) => valueOf(fields, name);
  const point = value("hot_spot") && optionOf(row, "hot_spot", value("hot_spot"));
  const where = point || value("place") || "tempat belum diisi";
  const at = value("met_time").replace(":", ".") || "pukul belum diisi";
  const isHanded = value("outcome") in JSON.parse(row.dataset.missingWith);
  const outcome = [labelOf(row, "outcome", value("outcome")), isHanded && value("handed_to")];
  return [where, at, outcome.filter(Boolean).join(": ")].filter(Boolean).join(" · ");
}

export function summary(row, fields) {
  const value = (name) => valueOf(fields, name);
  const words = (name) => labelOf(row, name, value(name));
  const unit = value("age_unit") ? "bulan" : "th";
  const age = value("age_years") ? `${value("age_years")} ${unit}` : words("age_kind");
  const facts = [value("sex"), age, words("provisional"), stands(row, fields)];
  return {
    name: value("name") || value("alias") || "Tanpa nama",
    about: facts.filter(Boolean).join(" · "),
  };
}

// Not by its `labels`: those of a row that is not on the page yet are unknown.
function labelOf(row, name, value) {
  const buttons = controls(row).filter((control) => nameOf(row, control) === name);
  const button = buttons.find((other) => other.value === value);
  return (button && row.querySelector(`label[for="${button.id}"]`)?.textContent.trim()) ?? "";
}

function optionOf(row, name, value) {
  const [select] = controls(row).filter((control) => nameOf(row, control) === name);
  return [...select.options].find((option) => option.value === value)?.textContent.trim() ?? "";
}

const valueOf = (fields, name) => fields.find(([other]) => other === name)?.[1] ?? "";

function controls(row) {
  return [...row.querySelectorAll(`[name^="${row.dataset.row}-"]`)];
}

const nameOf = (row, control) => control.name.slice(row.dataset.row.length + 1);
