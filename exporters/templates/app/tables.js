  // The SQL models' tables, and what else is a plain list.
  const plainListing = (source, names, more) => {
    const at = (name) => (nth) => source.at(name, nth);
    const titled = (name) => `${name[0].toUpperCase()}${name.slice(1).replaceAll("_", " ")}`;
    const columns = names.map((name, nth) => ({ name, title: titled(name), value: at(name), lead: nth === 0, ...more.look?.(name) }));
    return listing({ size: source.size, searched: names.map(at), noun: "row", ...more, columns });
  };

  const packagesListing = (report, wanted, moved) => {
    const { packages } = report;
    const show = (nth) =>
      element("button", { type: "button", className: "row", onclick: () =>
        open(packages.at("package", nth), facts([["Kind", packages.at("kind", nth)], ["Ecosystem", packages.at("ecosystem", nth)], ["Versions", packages.at("versions", nth)]]),
          element("h3", {}, `Used by ${count(packages.at("used", nth), "repository")}`), lines(packages.at("users", nth), toRepository)) }, foreign(packages.at("package", nth)));
    const look = (name) => ({ package: { look: "wide", show }, versions: { look: "mid low" }, spread: { title: "How many", look: "right low" }, used: { title: "Used by", look: "right" }, ecosystem: { look: "low" }, internal: { title: "Of the fleet", look: "low" } })[name];
    const one = (name, title) => ({ name, title, values: (nth) => [String(packages.at(name, nth))] });
    return plainListing(packages, ["package", "kind", "ecosystem", "versions", "spread", "used", "internal"], {
      label: "Packages", noun: "package", wanted, moved, look, sort: "-used", facets: [one("kind", "Kind"), one("ecosystem", "Ecosystem")],
    });
  };

  const conflictsListing = (report, wanted, moved) => {
    const { conflicts } = report;
    const show = (nth) =>
      element("button", { type: "button", className: "row", onclick: () =>
        open(conflicts.at("name", nth), element("p", {}, tag(conflicts.at("kind", nth)), " ", conflicts.at("why", nth)),
          conflicts.at("proposal", nth) ? [element("h3", {}, "What to do"), element("p", {}, conflicts.at("proposal", nth))] : [],
          element("h3", {}, "Who says what"), lines(conflicts.at("claims", nth)),
          conflicts.at("breaks", nth).length ? [element("h3", {}, "Needed together by"), lines(conflicts.at("breaks", nth), toRepository)] : []) }, foreign(conflicts.at("name", nth)));
    const look = (name) => ({ name: { look: "mid", show, lead: true }, kind: { look: "tiny", lead: false }, why: { look: "wide" }, ecosystem: { look: "low" }, repositories: { look: "right low" } })[name];
    return plainListing(conflicts, ["kind", "name", "ecosystem", "why", "repositories"], {
      label: "What disagrees", noun: "conflict", wanted, moved, look, facets: [{ name: "kind", title: "Kind", values: (nth) => [conflicts.at("kind", nth)] }],
    });
  };

  const RIGHT = new Set(["whole", "number"]);
  const tableListing = (table, wanted, moved) => {
    const look = (name) => {
      const nth = table.rows.names.indexOf(name);
      return { look: RIGHT.has(table.kinds[nth]) ? "right" : nth === 0 ? "mid" : "mid", told: table.told[nth], show: (row) => foreign(shown(table.rows.at(name, row))) };
    };
    return plainListing(table.rows, table.rows.names, { label: table.name, wanted, moved, look });
  };

  const tablesView = (report, name, wanted, moved) => {
    if (!report.tables.length) return [note("This report was made without the store, so the SQL models' tables are not part of it.")];
    const chosen = report.tables.find((table) => table.name === name) ?? report.tables[0];
    const picks = (title, own) => {
      const tables = report.tables.filter((table) => table.own === own);
      return tables.length ? element("div", {}, element("h3", {}, title), element("ul", { className: "picks" }, tables.map((table) =>
        element("li", {}, element("a", { href: `#tables/${encodeURIComponent(table.name)}`, "aria-current": table === chosen ? "true" : undefined }, table.name, " ", element("span", { className: "dim" }, table.total.toLocaleString("en"))))))) : null;
    };
    const cut = chosen.total > chosen.rows.size ? note(`The first ${chosen.rows.size.toLocaleString("en")} of ${chosen.total.toLocaleString("en")} rows; report.xlsx and csv have all.`) : null;
    return [element("div", { className: "aside" },
      element("nav", { "aria-label": "Tables" }, picks("Of gitops-assets", true), picks("Of this fleet", false)),
      element("div", {}, element("h3", {}, chosen.name), chosen.description ? note(chosen.description) : null, cut, tableListing(chosen, wanted, moved).node))].map((node) => node);
  };
