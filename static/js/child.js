// What the law says of a child who may be a victim, and what to do now, the moment that age and class
// say so: also without signal, and nothing of it hinders the row. Works on [data-person] with a
// [data-child]; the classes in which a child may be a victim bear [data-victim].
const ADULT_AT = 18; // UU 35/2014, article 1

export function lookAfterChild(person) {
  const block = person.querySelector("[data-child]");
  if (!block) return;
  const value = (name) => fieldsOf(person, name).find(isGiven)?.value ?? "";
  const left = value("left_by_adult");
  const isKnownChild = "knownChild" in block.dataset;
  // An age in months is a baby's.
  const isBaby = Boolean(value("age_unit"));
  const isChild = isKnownChild || isBaby || isUnderAge(value("age_years"), value("born_on"), value("age_kind"));
  const isOfClass = fieldsOf(person, "provisional").filter(isGiven).some(saysVictim);
  const victim = block.querySelector("[data-child-victim]");
  victim.hidden = !(isChild && (isOfClass || left)) && !value("suspect");
  // What was typed stays in sight, whatever becomes of the age.
  block.hidden = !isChild && victim.hidden && !left && !value("said");
}

function isUnderAge(years, born, kind) {
  if (born) {
    const grown = new Date(born);
    grown.setFullYear(grown.getFullYear() + ADULT_AT);
    return grown > new Date();
  }
  return years ? Number(years) < ADULT_AT : kind === "child";
}

const fieldsOf = (person, name) => [...person.querySelectorAll(`[name="${name}"], [name$="-${name}"]`)];
const saysVictim = (field) => "victim" in (field.selectedOptions?.[0] ?? field).dataset;
const isGiven = (field) => !["radio", "checkbox"].includes(field.type) || field.checked;

for (const person of document.querySelectorAll("[data-person]")) lookAfterChild(person);
document.addEventListener("input", ({ target }) => {
  const person = target.closest("[data-person]");
  if (person) lookAfterChild(person);
});
