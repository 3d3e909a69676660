  // The drift matrix of one template: repositories, worst first, by files.
  const FEW = 8;

  const countCells = (matrix) => {
    const totals = Object.fromEntries(Object.keys(CELLS).map((word) => [word, { files: 0, repositories: 0 }]));
    const drifted = matrix.files.column("path").map(() => 0);
    for (let nth = 0; nth < matrix.rows.size; nth += 1) {
      const words = cellsOf(matrix.rows, nth);
      words.forEach((word, file) => {
        if (!word) return;
        totals[word].files += 1;
        if (word !== "unchanged") drifted[file] += 1;
      });
      for (const word of new Set(words)) if (word) totals[word].repositories += 1;
    }
    return { totals, drifted };
  };

  // The summary is the legend and the filter at once: a cell's colour, letter, word and number.
  const summary = (totals, spread, press) => {
    const buttons = new Map();
    const button = (word) => {
      const { files, repositories } = totals[word];
      const made = element("button", { type: "button", className: "pick", "aria-pressed": "false", disabled: !files, title: `${count(files, "file")} in ${count(repositories, "repository")}: ${CELLS[word].told}`, onclick: () => press(word) },
        cellMark(word), element("span", { className: "name" }, word), element("b", {}, shown(files)), element("small", {}, files ? `in ${count(repositories, "repository")}` : "nowhere"));
      buttons.set(word, made);
      return made;
    };
    const line = (title, ...words) => element("tr", {}, element("th", { scope: "row" }, title), words.map((word) => element("td", {}, button(word))));
    const table = element("table", { className: "quadrants" },
      element("caption", { className: "hush" }, "Files by whether the repository edited them and whether the template moved; each a filter"),
      element("thead", {}, element("tr", {}, element("td", {}), element("th", { scope: "col" }, "Template did not move"), element("th", { scope: "col" }, "Template moved"))),
      element("tbody", {}, line("Not edited here", "unchanged", "outdated"), line("Edited here", "adapted", "conflict")));
    const apart = element("div", { className: "apart" }, element("h3", {}, "Only on one side"), button("missing"), button("extra"));
    const set = ({ cell, version }) => {
      const pressed = new Set((cell ?? "").split("|"));
      spread.set(version ?? "");
      for (const [word, each] of buttons) each.setAttribute("aria-pressed", pressed.has(word));
    };
    return { node: element("div", { className: "sums" }, table, apart, spread.node), set };
  };

  const STANDINGS = ["never applied", "behind", "newest", "not known"];
  const standing = ({ rows }, nth) => {
    if (rows.at("unknown", nth) !== null) return "not known";
    if (rows.at("version", nth) === null) return "never applied";
    return rows.at("behind", nth) ? "behind" : "newest";
  };
  // Which versions are in use: the most used, each a filter.
  const versions = (matrix, press) => {
    const counts = choices([...Array(matrix.rows.size).keys()], (nth) => [matrix.rows.at("version", nth) ?? standing(matrix, nth)]);
    const most = [...counts].sort(([, one], [, other]) => other - one).slice(0, 5);
    const buttons = most.map(([name, number]) => {
      const bar = element("progress", { value: number, max: matrix.rows.size, "aria-hidden": "true", className: name === matrix.latest ? "good" : "late" });
      return element("button", { type: "button", "aria-pressed": "false", onclick: () => press(name) }, element("span", { className: "name" }, foreign(name)), bar, element("span", { className: "figure" }, shown(number)));
    });
    const set = (wanted) => buttons.forEach((each, nth) => each.setAttribute("aria-pressed", most[nth][0] === wanted));
    return { node: element("div", { className: "spread" }, element("h3", {}, "Applied versions"), element("ul", { className: "states" }, buttons.map((each) => element("li", {}, each)))), set };
  };

  const headOf = (path, drifted, total) => () => {
    const [, folder, name, ending] = path.match(/^(.*\/)?([^/]+?)(\.[^./]*)?$/s) ?? [null, "", path, ""];
    return [element("span", { className: "path" }, element("bdi", {}, folder ? element("span", { className: "folder" }, folder) : null, name, ending ? [element("wbr"), ending] : null)),
      element("span", { className: drifted ? "share some" : "share", title: `Drifted in ${drifted} of ${total} repositories` }, shown(drifted), element("span", { className: "hush" }, ` of ${total} drifted`))];
  };

  const fileColumn = (report, matrix, words, file, counts, kept) => {
    const path = matrix.files.at("path", file);
    const word = (nth) => words[nth][file];
    const show = (nth) => {
      const said = word(nth);
      if (!said) return element("span", { className: "dim", title: `${path}: not meant for this repository` }, "·", element("span", { className: "hush" }, "not meant for it"));
      const place = placeOf(path, said, linesOf(matrix.rows, nth, file));
      return element("button", { type: "button", className: `cell ${said}${kept().size && !kept().has(said) ? " aside" : ""}`, title: `${said}: ${place}`, "aria-label": said, onclick: () => openCell(report, matrix, nth, file, said) },
        element("span", { "aria-hidden": "true" }, CELLS[said].letter), element("span", { className: "word", "aria-hidden": "true" }, said));
    };
    return { name: `file:${path}`, title: path, told: path, head: headOf(path, counts.drifted[file], matrix.rows.size), value: (nth) => word(nth) ?? null, key: (nth) => (word(nth) ? WORST_CELLS.indexOf(word(nth)) : null), show, look: "file" };
  };

  const lastColumns = (report, matrix) => {
    const at = (name) => (nth) => matrix.rows.at(name, nth);
    const score = (nth) => {
      const value = at("score")(nth);
      if (value === null) return element("span", { className: "why", title: at("unknown")(nth) }, "not known");
      return [element("b", { className: `grade ${at("level")(nth)}` }, at("level")(nth)), ` ${Math.round(value)}`];
    };
    const lag = (nth) => (at("version")(nth) === null ? 1e6 : at("behind")(nth));
    const tone = (nth) => (lag(nth) ? "why" : "dim");
    // What ended otherwise than applied, rolled back say, is told by that word.
    const when = (nth) => {
      const act = at("act")(nth);
      const ended = !act || act === "applied" || act === "unchanged" ? "" : `${act} `;
      return element("span", { className: act ? "" : "dim", title: lastOf(matrix, nth, report.now) }, ended, brief(at("applied")(nth), report.now));
    };
    return [
      { name: "repository", title: "Repository", lead: true, value: at("repository"), show: (nth) => toRepository(at("repository")(nth)), look: "named" },
      { name: "score", title: "Score", value: at("score"), show: score, look: "right" },
      { name: "version", title: "Version", told: "The version that is applied, and the newest", value: (nth) => versionsOf(matrix, nth), key: lag, show: (nth) => element("span", { className: tone(nth), title: versionsOf(matrix, nth) }, foreign(versionsOf(matrix, nth))), look: "low" },
      { name: "applied", title: "Applied", told: "When it was applied last", value: at("applied"), show: when, look: "low" },
    ];
  };

  const matrixListing = (report, matrix, wanted, moved) => {
    const { rows } = matrix;
    const words = Array.from({ length: rows.size }, (_, nth) => cellsOf(rows, nth));
    const counts = countCells(matrix);
    let kept = new Set();
    let chosen = {};
    const spread = versions(matrix, (name) => made.select({ version: chosen.version === name ? "" : name }));
    const all = summary(counts.totals, spread, (word) => made.select({ cell: (kept.has(word) ? [...kept].filter((each) => each !== word) : [...kept, word]).join("|") }));
    const made = listing({
      label: `Drift from ${matrix.template}`,
      noun: "repository",
      size: rows.size,
      wanted,
      moved,
      sort: "score",
      tall: 34,
      walked: true,
      look: `drift${matrix.files.size <= FEW ? " few" : ""}`,
      searched: [(nth) => rows.at("repository", nth), (nth) => versionsOf(matrix, nth)],
      columns: [...lastColumns(report, matrix), ...matrix.files.column("path").map((_, file) => fileColumn(report, matrix, words, file, counts, () => kept))],
      facets: [
        { name: "cell", title: "Cell", hidden: true, values: (nth) => words[nth].filter(Boolean) },
        { name: "version", title: "Version", values: (nth) => [standing(matrix, nth), ...(rows.at("version", nth) === null ? [] : [rows.at("version", nth)])], order: STANDINGS },
        { name: "level", title: "Level", values: (nth) => [rows.at("level", nth) ?? ""] },
      ],
      onrows: (_, now) => {
        chosen = now;
        kept = new Set((now.cell ?? "").split("|").filter(Boolean));
        all.set(now);
      },
    });
    return { node: element("div", {}, all.node, made.node), show: made.show };
  };

  const standingOf = (report, matrix) => {
    const said = [
      matrix.score === null ? null : `${Math.round(matrix.score)} of 100`,
      `newest is ${matrix.latest}`,
      count(matrix.rows.size, "repository"),
      matrix.behind ? `${shown(matrix.behind)} behind` : null,
      matrix.unapplied ? `${shown(matrix.unapplied)} never applied` : null,
    ];
    const alone = report.drift.length === 1 ? [element("b", {}, foreign(matrix.template)), " "] : null;
    const grade = matrix.level ? [element("b", { className: `grade ${matrix.level}` }, matrix.level), " "] : null;
    return element("p", { className: "lead" }, alone, grade, said.filter(Boolean).join(" · "));
  };

  const driftView = (report, live, { name, wanted }, moved) => {
    if (!report.drift.length) return live.replaceChildren(note("No repository of this fleet follows a template, as far as is known; with templates in use, this page shows how far each repository has drifted from its own."));
    const matrix = report.drift.find(({ template }) => template === name) ?? report.drift[0];
    if (live.matrix === matrix) return live.listing.show(wanted);
    live.matrix = matrix;
    live.listing = matrixListing(report, matrix, wanted, moved);
    const tabs = element("nav", { className: "tabs", "aria-label": "Templates" }, report.drift.map((each) =>
      link(`drift/${encodeURIComponent(each.template)}`, foreign(each.template), " ", element("span", { className: "count" }, each.score === null ? "–" : `${each.level} ${Math.round(each.score)}`))));
    tabs.children[report.drift.indexOf(matrix)].setAttribute("aria-current", "page");
    live.replaceChildren(...[report.drift.length > 1 ? tabs : "", name && matrix.template !== name ? note(`No repository follows a template '${name}'; this is '${matrix.template}'.`) : "", standingOf(report, matrix), live.listing.node].filter(Boolean));
  };
