
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const filter = (form) => {
    const target = document.getElementById(form.dataset.filters);
    const items = all("tbody tr, [data-item]", target).map((node) => ({ node, text: node.textContent.toLowerCase() }));
    const output = form.querySelector("output");
    const matches = ({ node, text }) =>
      all("input, select", form).every(({ name, value }) => {
        const wanted = value.trim().toLowerCase();
        if (!wanted) return true;
        if (name === "text") return wanted.split(/\s+/).every((word) => text.includes(word));
        return node.dataset[name].split(" ").includes(wanted);
      });
    const apply = () => {
      let shown = 0;
      for (const item of items) {
        item.node.hidden = !matches(item);
        if (!item.node.hidden) shown += 1;
      }
      for (const group of all("[data-group], [data-level]", target)) {
        group.hidden = !group.querySelector("[data-item]:not([hidden])");
        if (form.elements.text.value) group.open = true;
      }
      output.textContent = `${shown.toLocaleString("en")} of ${items.length.toLocaleString("en")}`;
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    apply();
  };

  const sort = (table) => {
    const heads = all("thead th", table);
    const body = table.tBodies[0];
    const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
    const order = new Intl.Collator("en", { numeric: true }).compare;
    const compare = (a, b) => (isNaN(a) || isNaN(b) ? order(a, b) : a - b);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [key(row, column), row]);
        rows.sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)));
        body.append(...rows.map(([, row]) => row));
      });
    });
    heads[0].setAttribute("aria-sort", "ascending");
  };

  const copying = (code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${code.textContent}`);
    code.after(button);
  };

  const copy = async (button) => {
    const code = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 1500);
  };

  const jump = (item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...item.childNodes);
    button.title = "Show these repositories";
    item.append(button);
    button.addEventListener("click", () => {
      const form = document.querySelector("[data-filters=fleet]");
      form.reset();
      form.elements.states.value = item.dataset.state;
      setTimeout(() => form.dispatchEvent(new Event("input")));
      document.getElementById("repositories").scrollIntoView();
    });
  };

  const show = (link) => {
    const form = document.querySelector("[data-filters=issues]");
    form.reset();
    form.elements.text.value = link.closest("tr").querySelector("th bdi").textContent;
    setTimeout(() => form.dispatchEvent(new Event("input")));
  };

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };

  all("[data-filters]").forEach(filter);
  all("[data-sortable]").forEach(sort);
  all(".states li").forEach(jump);
  all("pre code").forEach(copying);
  document.addEventListener("click", ({ target }) => {
    if (target.matches("pre button")) copy(target);
    if (target.matches("tbody td > a")) show(target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, select, textarea")) return;
    event.preventDefault();
    document.querySelector("[data-filters]:not([hidden]) input")?.focus();
  });
  addEventListener("beforeprint", () => all("details:not(.slim *)").forEach((details) => (details.open = true)));
  addEventListener("hashchange", reveal);
  reveal();
})();
