  // Which repositories follow which template, and how far each has moved away from it.
  const CELLS = { unchanged: "good", adapted: "warn", outdated: "warn", extra: "warn", conflict: "bad", missing: "bad" };
  const EDITED = { unchanged: ["no", "no"], outdated: ["no", "yes"], adapted: ["yes", "no"], conflict: ["yes", "yes"] };
  const toneOf = (counts) => (counts.conflict || counts.missing ? "bad" : Object.keys(counts).some((cell) => cell !== "unchanged" && counts[cell]) ? "warn" : "good");

  const driftedFrom = (rows) => {
    const found = new Map();
    for (let nth = 0; nth < rows.size; nth += 1) {
      const key = `${rows.at("slug", nth)}\n${rows.at("template", nth)}`;
      if (!found.has(key)) found.set(key, { score: rows.at("score", nth), version: rows.at("version", nth), latest: rows.at("latest", nth), counts: {}, files: [] });
      const cell = rows.at("cell", nth);
      const known = found.get(key);
      known.counts[cell] = (known.counts[cell] ?? 0) + 1;
      if (cell !== "unchanged") known.files.push([rows.at("path", nth), cell]);
    }
    return found;
  };

  const driftCell = (known) => {
    if (!known) return element("td", {});
    const drifted = known.files.length;
    const score = known.score === null ? "–" : Math.round(known.score);
    const said = drifted ? `${score} · ${count(drifted, "file")}` : `${score}`;
    const behind = known.version === known.latest ? "" : ` ${known.version ?? "never applied"} → ${known.latest ?? "newest"}`;
    if (!drifted && !behind) return element("td", { className: toneOf(known.counts) }, said);
    const details = element("details", {}, element("summary", {}, said), behind ? element("small", {}, behind) : null);
    // A thousand repositories have many files: a list is made when somebody asks for it.
    details.addEventListener("toggle", () => {
      const files = known.files.slice(0, 100).map(([path, cell]) => element("li", {}, tag(cell), " ", foreign(path)));
      if (drifted > files.length) files.push(element("li", {}, `and ${drifted - files.length} more`));
      details.append(element("ul", { className: "lines" }, files));
    }, { once: true });
    return element("td", { className: toneOf(known.counts) }, details);
  };

  const cellCounts = (rows) => {
    const totals = {};
    for (const cell of rows.column("cell")) totals[cell] = (totals[cell] ?? 0) + 1;
    const field = (edited, moved) => {
      const cell = Object.keys(EDITED).find((each) => EDITED[each][0] === edited && EDITED[each][1] === moved);
      return element("td", { className: totals[cell] ? CELLS[cell] : "" }, `${cell}: ${shown(totals[cell] ?? 0)}`);
    };
    const line = (words, edited) => element("tr", {}, element("th", { scope: "row" }, words), field(edited, "no"), field(edited, "yes"));
    return element("div", { className: "matrix cells" }, element("table", {},
      element("caption", { className: "hush" }, "Files by whether the repository edited them and whether the template moved"),
      element("thead", {}, element("tr", {}, element("td", {}), element("th", { scope: "col" }, "Template did not move"), element("th", { scope: "col" }, "Template moved"))),
      element("tbody", {}, line("Not edited here", "no"), line("Edited here", "yes"))),
      note(`Missing: ${shown(totals.missing ?? 0)}. Extra, the template gave them up: ${shown(totals.extra ?? 0)}.`));
  };

  const driftView = (report) => {
    const table = report.tables.find(({ name }) => name === "drift_matrix");
    if (!table?.rows.size) return [note("No repository of this fleet follows a template, as far as is known; with templates in use, this page shows how far each repository has drifted from its own.")];
    const { rows } = table;
    const found = driftedFrom(rows);
    const named = (column) => [...new Set(rows.column(column))].sort(collator.compare);
    const [templates, slugs] = [named("template"), named("slug")];
    const worst = (slug) => Math.min(...templates.map((each) => found.get(`${slug}\n${each}`)?.score ?? 100));
    const order = slugs.map((slug) => [worst(slug), slug]).sort(([one], [other]) => one - other).slice(0, 500);
    return [
      cellCounts(rows),
      element("div", { className: "matrix", role: "region", tabIndex: 0, "aria-label": "Drift matrix" }, element("table", {},
        element("caption", { className: "hush" }, "Score of each repository against each template, and how many of its files drifted; worst first"),
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Repository"), templates.map((each) => element("th", { scope: "col" }, foreign(each))))),
        element("tbody", {}, order.map(([, slug]) => element("tr", {}, element("th", { scope: "row" }, toRepository(slug)),
          templates.map((each) => driftCell(found.get(`${slug}\n${each}`)))))))),
      slugs.length > order.length ? note(`The ${count(order.length, "repository")} that are furthest from their templates; the table drift_matrix has all.`) : null,
    ];
  };
