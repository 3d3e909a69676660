  // A table with its search and filters, which live in the address: a link shows others the same rows.
  const DISTINCT = 80;

  const choices = (among, values) => {
    const counts = new Map();
    for (const nth of among)
      for (const value of values(nth)) if (value !== null && value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };

  const facet = ({ name, title, values, order }, among) => {
    const counts = choices(among, values);
    if (counts.size < 2 && !order) return null;
    const rank = (value) => (order?.includes(value) ? order.indexOf(value) : DISTINCT);
    const names = [...counts.keys()].sort((a, b) => rank(a) - rank(b) || collator.compare(a, b));
    if (names.length > DISTINCT) {
      const id = `choices-${name}`;
      const list = element("datalist", { id }, names.map((value) => element("option", { value })));
      return element("label", {}, title, element("input", { name, list: id, autocomplete: "off", spellcheck: false, placeholder: "any" }), list);
    }
    const options = names.map((value) => element("option", { value }, `${value} (${counts.get(value).toLocaleString("en")})`));
    return element("label", {}, title, element("select", { name }, element("option", { value: "" }, "any"), options));
  };

  const listing = ({ label, noun, size, columns, facets = [], searched, sort = "", wanted, moved, among = [...Array(size).keys()], onrows, ...more }) => {
    const values = Object.fromEntries(facets.map((each) => [each.name, each.values]));
    const texts = [];
    const text = (nth) => (texts[nth] ??= searched.map((get) => String(get(nth) ?? "")).join("\n").toLowerCase());
    const output = element("output", { "aria-live": "polite" });
    const save = element("button", { type: "button" }, "Save as CSV");
    const form = element(
      "form",
      { className: "tools", role: "search", "aria-label": `Filter: ${label}` },
      element("label", { className: "grow" }, "Search", element("input", { type: "search", name: "text", autocomplete: "off", spellcheck: false })),
      facets.filter((each) => !each.hidden).map((each) => facet(each, among)),
      element("button", { type: "reset" }, "Reset"),
      save,
      output,
    );
    const none = element("p", {}, among.length ? `No ${noun} fits these filters.` : `There is no ${noun}.`);
    const clear = element("button", { type: "button", hidden: !among.length, onclick: () => (form.reset(), form.elements.text.focus()) }, "Clear the filters");
    const empty = element("div", { className: "empty", hidden: true }, none, clear);
    let now = { sort, ...wanted };
    let rows = [];
    const told = columns.filter(({ value, spare }) => !spare || among.some((nth) => value(nth)));
    const table = grid({ ...more, label, columns: told, onsort: (name) => change({ sort: now.sort === name ? `-${name}` : name }) });
    const apply = () => {
      const key = (now.sort ?? "").replace(/^-/, "");
      const column = columns.find(({ name }) => name === key);
      rows = matching(among, text, values, now);
      if (column) rows = sorted(rows, column.key ?? column.value, now.sort.startsWith("-"));
      onrows?.(rows, now);
      empty.hidden = rows.length > 0;
      table.box.hidden = !rows.length;
      output.textContent = `${rows.length.toLocaleString("en")} of ${count(among.length, noun)}`;
      table.set(rows, now.sort ?? "");
    };
    const change = (changes) => {
      now = { ...now, ...changes };
      moved?.(Object.fromEntries(Object.entries(now).filter(([name, value]) => !(name === "sort" && value === sort))));
      apply();
    };
    const show = (given) => {
      now = { sort, ...given };
      for (const field of form.elements) if (field.name) field.value = now[field.name] ?? "";
      apply();
    };
    // What is chosen outside of the form.
    const select = (changes) => {
      show({ ...now, ...changes });
      change({});
    };
    form.addEventListener("input", ({ target }) => target.name && change({ [target.name]: target.value }));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      show({});
      change({});
    });
    save.addEventListener("click", () => {
      const lines = rows.map((nth) => columns.map((column) => column.value(nth)));
      const file = new Blob([asCsv(columns.map(({ title }) => title), lines)], { type: "text/csv" });
      const anchor = element("a", { href: URL.createObjectURL(file), download: `${label.toLowerCase().replace(/[^a-z]+/g, "-")}.csv` });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
    });
    queueMicrotask(() => show(wanted ?? {}));
    return { node: element("div", { className: "listing" }, form, empty, table.box), show, select };
  };
