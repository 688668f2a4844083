"use strict";
(function () {
  const form = document.getElementById("filter");
  const find = document.getElementById("find");
  const group = document.getElementById("by-group");
  const state = document.getElementById("by-state");
  const rows = Array.from(document.querySelectorAll("tr.agency"));
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().trim();
  const names = rows.map((row) => fold(row.querySelector("th").textContent));

  function filter() {
    const words = fold(find.value).split(/\s+/);
    let shown = 0;
    rows.forEach((row, at) => {
      const fits =
        words.every((word) => names[at].includes(word)) &&
        (!group.value || row.dataset.group === group.value) &&
        (!state.value || row.dataset.state.split(" ").includes(state.value));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    document.querySelectorAll("table.agencies tbody").forEach((body) => {
      body.hidden = !body.querySelector("tr.agency:not([hidden])");
    });
    document.getElementById("shown").textContent = "Đang xem " + shown + "/" + rows.length;
    document.getElementById("none").hidden = shown > 0;
  }

  function reach() {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row || !row.classList.contains("agency")) return;
    if (row.hidden) {
      form.reset();
      filter();
    }
    const details = row.querySelector("details");
    if (details) details.open = true;
    row.scrollIntoView({ block: "center" });
  }

  // On paper nothing can be opened: errors and warnings are printed in full.
  const closed = () => document.querySelectorAll("details.grave:not([open])");
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(closed());
    opened.forEach((details) => (details.open = true));
  });
  window.addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));

  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reach);
  form.hidden = false;
  filter();
  reach();
})();
