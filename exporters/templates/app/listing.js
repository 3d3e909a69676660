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
    const rank = (value) => (order ?? []).indexOf(value);
    const names = [...counts.keys()].sort((a, b) => rank(a) - rank(b) || collator.compare(a, b));
    if (names.length > DISTINCT) {
      const id = `choices-${name}`;
      const list = element("datalist", { id }, names.map((value) => element("option", { value })));
      return element("label", {}, title, element("input", { name, list: id, autocomplete: "off", spellcheck: false, placeholder: "any" }), list);
    }
    const options = names.map((value) => element("option", { value }, `${value} (${counts.get(value).toLocaleString("en")})`));
    return element("label", {}, title, element("select", { name }, element("option", { value: "" }, "any"), options));
  };

  const listing = ({ label, noun, size, columns, facets = [], searched, sort = "", wanted, moved, among = [...Array(size).keys()] }) => {
    const values = Object.fromEntries(facets.map((each) => [each.name, each.values]));
    const texts = [];
    const text = (nth) => (texts[nth] ??= searched.map((get) => String(get(nth) ?? "")).join("\n").toLowerCase());
    const output = element("output", { "aria-live": "polite" });
    const save = element("button", { type: "button" }, "Save as CSV");
    const form = element(
      "form",
      { className: "tools", role: "search", "aria-label": `Filter: ${label}` },
      element("label", { className: "grow" }, "Search", element("input", { type: "search", name: "text", autocomplete: "off", spellcheck: false })),
      facets.map((each) => facet(each, among)),
      element("button", { type: "reset" }, "Reset"),
      save,
      output,
    );
    let now = { sort, ...wanted };
    let rows = [];
    const table = grid({ label, columns, onsort: (name) => change({ sort: now.sort === name ? `-${name}` : name }) });
    const apply = () => {
      const key = (now.sort ?? "").replace(/^-/, "");
      const column = columns.find(({ name }) => name === key);
      rows = matching(among, text, values, now);
      if (column) rows = sorted(rows, column.key ?? column.value, now.sort.startsWith("-"));
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
    return { node: element("div", { className: "listing" }, form, table.box), show };
  };
