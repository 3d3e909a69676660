  // One thing on a page of its own: a repository, a gate.
  const back = (to, words) => element("p", { className: "over" }, link(to, `← ${words}`));
  const part = (title, ...content) => element("section", { className: "part" }, element("h3", {}, title), ...content.flat());
  const places = (frameOf, name, value) => {
    const found = [];
    const column = frameOf.column(name);
    for (let nth = 0; nth < frameOf.size; nth += 1) if (column[nth] === value) found.push(nth);
    return found;
  };

  const scoreSheet = (rows) =>
    element("table", { className: "plain sheetlet" },
      element("thead", {}, element("tr", {}, ["Category", "Score", "Known"].map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, rows.map(([name, value, known, points]) =>
        element("tr", {}, element("th", { scope: "row" }, name),
          element("td", {}, value === null ? "–" : [element("meter", { min: 0, max: 100, low: 60, high: 75, optimum: 100, value, "aria-label": `Score of ${name}` }), ` ${points}`]),
          element("td", {}, `${Math.floor(known * 100)} %`)))));

  const neighbours = (report, slug) => {
    const { nodes, links } = report.graph;
    const me = nodes.column("repository").indexOf(slug);
    const names = nodes.column("repository");
    const list = (mine, other) =>
      places(links, mine, me).map((nth) => element("li", {}, toRepository(names[links.at(other, nth)]), " ", tag(links.at("level", nth)), element("small", {}, links.at("places", nth).join("\n"))));
    const lists = me < 0 ? [[], []] : [list("from", "to"), list("to", "from")];
    const block = (title, items) => element("div", {}, element("h4", {}, `${title} (${items.length})`), items.length ? element("ul", { className: "lines" }, items) : note("None in this fleet."));
    return element("div", { className: "pair" }, block("Depends on", lists[0]), block("Depended on by", lists[1]));
  };

  const packagesOf = (report, slug) => {
    const { packages } = report;
    const found = [];
    for (let nth = 0; nth < packages.size; nth += 1) if (packages.at("users", nth).includes(slug)) found.push(nth);
    if (!found.length) return note("No package is known to be used.");
    const tags = found.map((nth) => element("li", { title: packages.at("versions", nth) }, packages.at("package", nth), " ", element("span", { className: "dim" }, packages.at("ecosystem", nth))));
    return element("details", {}, element("summary", {}, count(found.length, "package")), element("ul", { className: "chips" }, tags));
  };

  const past = (report, slug) => {
    const points = report.history[slug] ?? [];
    if (points.length < 2) return null;
    return part("Scores of the last audits", element("ol", { className: "past" }, points.map(([audit, score]) =>
      element("li", {}, element("span", { className: "dim" }, `audit ${audit}`), " ", element("meter", { min: 0, max: 100, low: 60, high: 75, optimum: 100, value: score ?? 0, "aria-label": `Score at audit ${audit}` }), ` ${score === null ? "–" : Math.round(score)}`))));
  };

  const repositoryPage = (report, slug, wanted, moved) => {
    const { repositories, now } = report;
    const nth = repositories.column("repository").indexOf(slug);
    if (nth < 0) return [back("repositories", "Repositories"), element("h2", {}, foreign(slug)), note("This report knows no repository of this name.")];
    const at = (name) => repositories.at(name, nth);
    const moves = places(report.changes, "repository", slug).map((each) =>
      element("li", {}, foreign(report.changes.at("what", each)), ": ", foreign(report.changes.at("before", each) ?? "–"), " → ", foreign(report.changes.at("after", each) ?? "–"), " ", tag(report.changes.at("cause", each))));
    const answers = (title, text) => (text.length ? part(title, lines(text)) : null);
    return [
      back("repositories", "Repositories"),
      element("h2", { className: "titled" }, foreign(slug), " ", badge(at("health"))),
      at("why") ? element("p", { className: "why" }, at("why")) : null,
      element("div", { className: "pair" },
        part("State", facts([
          ["Score", scoreOf(repositories, nth)],
          ["States", element("span", {}, at("states").split(" ").map((state) => [tag(state), " "]))],
          ["Branch", at("branch")],
          ["Upstream", at("upstream")],
          ["Uncommitted", at("changes")],
          ["Committed", ago(at("committed"), now)],
          ["Fetched", ago(at("fetched"), now)],
          ["Commit", at("head")],
          ["Owner", at("owner")],
          ["Criticality", at("criticality")],
          ["Tags", at("tags")],
          ["Folder", at("path")],
        ])),
        part("Score sheet", at("categories").length ? scoreSheet(at("categories")) : note("No gate gave an answer yet."))),
      part("Findings", findingsListing(report, wanted, moved, places(report.findings, "repository", slug)).node),
      part("Dependencies", neighbours(report, slug), packagesOf(report, slug)),
      moves.length ? part("Changes since the last audit", element("ul", { className: "lines" }, moves)) : null,
      past(report, slug),
      answers("Unknown", at("unknown")),
      answers("Waived", at("waived")),
    ].filter(Boolean);
  };

  const gatePage = (report, id) => {
    const { gates, findings } = report;
    const nth = gates.column("gate").indexOf(id);
    if (nth < 0) return [back("quality", "Gates"), element("h2", {}, id), note("This report knows no such gate.")];
    const at = (name) => gates.at(name, nth);
    const open = new Map();
    for (const each of places(findings, "gate", id))
      if (!["fixed", "waived"].includes(findings.at("status", each))) open.set(findings.at("repository", each), (open.get(findings.at("repository", each)) ?? 0) + 1);
    const failing = [...open].sort(([a, n], [b, m]) => m - n || collator.compare(a, b));
    return [
      back("quality", "Gates"),
      element("h2", { className: "titled" }, at("title"), " ", severity(at("severity"))),
      element("div", { className: "pair" },
        part("Why", prose(at("doc")), element("p", {}, element("b", {}, "What to do: "), at("remedy"))),
        part("How it fares", facts([
          ["Gate", element("code", {}, id)], ["Category", at("category")], ["Fail", at("fail")], ["Pass", at("pass")], ["Unknown", at("unknown")], ["Skipped", at("skip")], ["Waived", at("exempt")],
          ["Time a repository", at("milliseconds") === null ? "" : `${at("milliseconds")} ms`],
        ]), failing.length ? link(`findings?${new URLSearchParams({ gate: id, status: "open" })}`, "All its findings") : null)),
      part(`Repositories that fail it (${failing.length.toLocaleString("en")})`, failing.length ? element("ul", { className: "chips" }, failing.map(([slug, number]) => element("li", {}, toRepository(slug), ` ${number}`))) : note("None.")),
    ];
  };
