"use strict";
const box = document.getElementById("q");
const kind = document.getElementById("kind");
const count = document.getElementById("count");
const services = [...document.querySelectorAll(".service")].map((service) => ({
  service,
  operations: [...service.querySelectorAll(".op")].map((operation) => ({ operation, text: null })),
}));
const all = services.reduce((sum, entry) => sum + entry.operations.length, 0);

function apply() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  const asked = words.length > 0 || kind.value !== "";
  let shown = 0;
  for (const { service, operations } of services) {
    let here = 0;
    for (const entry of operations) {
      entry.text ??= (service.id + " " + entry.operation.textContent).toLowerCase();
      const hit = (kind.value === "" || entry.operation.dataset.kind.split(" ").includes(kind.value))
        && words.every((word) => entry.text.includes(word));
      entry.operation.hidden = !hit;
      here += hit;
    }
    service.hidden = asked && here === 0;
    service.open = asked && here > 0;
    shown += here;
  }
  count.textContent = asked ? `${shown} of ${all} operations` : `${all} operations`;
}

function follow() {
  let target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  target.scrollIntoView();
}

let waiting = 0;
box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(apply, 80);
});
kind.addEventListener("change", apply);
addEventListener("hashchange", follow);
addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(input|select)$/.test(document.activeElement.localName)) {
    event.preventDefault();
    box.focus();
  }
});
const asked = new URLSearchParams(location.search);
box.value = asked.get("q") ?? "";
if ([...kind.options].some((option) => option.value === asked.get("kind"))) kind.value = asked.get("kind");
apply();
follow();
