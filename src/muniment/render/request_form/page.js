const form = document.getElementById("form");
const field = (id) => document.getElementById(id);

function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

function told(clause) {
  return [...form.querySelectorAll("textarea")].find((each) => each.dataset.clause === clause);
}

function checkWords() {
  for (const each of form.querySelectorAll("fieldset.remark")) {
    const box = told(each.dataset.clause);
    const wanted = each.querySelector("input:checked")?.value === "told" && !box.value.trim();
    box.setCustomValidity(wanted ? "Write here what you tell, or choose that there is nothing." : "");
    const choice = each.querySelector("input[value=nothing]");
    choice.setCustomValidity(choice.checked && box.value.trim() ? "There is something in the box below." : "");
  }
  const late = field("on").value && field("until").value && field("until").value < field("on").value;
  field("until").setCustomValidity(late ? "This is before the day on which you answer." : "");
}

function answers() {
  return [...form.querySelectorAll("fieldset.answer")].map((each) => ({
    clause: each.dataset.clause,
    at: each.dataset.at,
    answer: each.querySelector("input:checked").value,
  }));
}

function remarks() {
  const chosen = new Set([...form.querySelectorAll("fieldset.remark")].map((each) => each.dataset.clause));
  return [...form.querySelectorAll("textarea")]
    .map((each) => ({ clause: each.dataset.clause, text: each.value.trim() }))
    .filter((each) => each.text || chosen.has(each.clause));
}

function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
}

form.addEventListener("input", checkWords);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = `${DATA.request}-answers.json`;
  const found = {
    ...DATA,
    by: field("by").value.trim(),
    title: field("title").value.trim(),
    on: field("on").value,
    valid_until: field("until").value,
    answers: answers(),
    remarks: remarks(),
  };
  save(`${JSON.stringify(found, null, 1)}\n`, name);
  field("done").textContent = `Wrote ${name}. Send it to whoever sent you this page.`;
  field("done").focus();
});
field("on").value = today();
