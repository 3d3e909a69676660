  // Which repositories follow which template, and how far each has moved away from it.
  const driftView = (report) => {
    const table = report.tables.find(({ name }) => name === "template_drift");
    if (!table?.rows.size) return [note("No repository of this fleet is made from a template, as far as is known; with templates in use, this page shows how far each repository has drifted from its own.")];
    const { rows } = table;
    const pick = (...names) => names.find((name) => rows.names.includes(name));
    const [slug, template, drift] = [pick("slug", "repository"), pick("template", "template_name"), pick("drift", "drifted_files", "files", "state", "status")];
    if (!slug || !template || !drift) return [note(table.description)];
    const templates = [...new Set(rows.column(template))].sort(collator.compare);
    const slugs = [...new Set(rows.column(slug))].sort(collator.compare);
    const cells = new Map();
    for (let nth = 0; nth < rows.size; nth += 1) cells.set(`${rows.at(slug, nth)}\n${rows.at(template, nth)}`, rows.at(drift, nth));
    const tone = (value) => (value === undefined ? "" : value === 0 || value === "none" || value === false ? "good" : "warn");
    return [element("div", { className: "matrix", role: "region", tabIndex: 0, "aria-label": "Drift matrix" }, element("table", {},
      element("caption", { className: "hush" }, "Drift of each repository from each template"),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Repository"), templates.map((each) => element("th", { scope: "col" }, foreign(each))))),
      element("tbody", {}, slugs.slice(0, 500).map((each) => element("tr", {}, element("th", { scope: "row" }, toRepository(each)),
        templates.map((other) => {
          const value = cells.get(`${each}\n${other}`);
          return element("td", { className: tone(value) }, value === undefined ? "" : shown(value));
        }))))))];
  };
