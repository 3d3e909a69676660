  // What the cells of the drift matrix are called and look like, and one of them in full.
  const CELLS = {
    unchanged: { letter: "✓", told: "as the template has it" },
    outdated: { letter: "O", told: "the template moved on, nobody edited it here" },
    adapted: { letter: "A", told: "edited here, the template did not move" },
    conflict: { letter: "C", told: "edited here where the template moved too" },
    missing: { letter: "M", told: "the template has it, the repository does not" },
    extra: { letter: "E", told: "the template gave it up, the repository still has it" },
  };
  const WORDS = new Map(Object.keys(CELLS).map((word) => [word[0], word]));
  const WORST_CELLS = ["conflict", "missing", "outdated", "adapted", "extra", "unchanged"];
  const cellMark = (word) => element("span", { className: `mark ${word}`, "aria-hidden": "true" }, CELLS[word].letter);

  // A row's cells are one letter each; the lines are those of the files that drifted, two each, in the same order.
  const cellsOf = (rows, nth) => [...rows.at("cells", nth)].map((letter) => WORDS.get(letter));
  const linesOf = (rows, nth, file) => {
    const before = cellsOf(rows, nth).slice(0, file).filter((word) => word && word !== "unchanged").length;
    return rows.at("lines", nth).slice(2 * before, 2 * before + 2);
  };
  const placeOf = (path, word, [from, to]) => (word === "missing" || word === "unchanged" || !from ? path : `${path}:${from}${to > from ? `-${to}` : ""}`);

  const versionsOf = (matrix, nth) => {
    const version = matrix.rows.at("version", nth);
    if (version === null) return `never applied → ${matrix.latest}`;
    return version === matrix.latest ? version : `${version} → ${matrix.latest}`;
  };

  const lastOf = ({ rows }, nth, now) => {
    const [act, who, branch] = ["act", "who", "branch"].map((name) => rows.at(name, nth));
    return act ? `${act} ${ago(rows.at("applied", nth), now)}${who ? ` by ${who}` : ""}${branch ? `, on branch ${branch}` : ""}` : "";
  };

  const mendsOf = (matrix, nth, file, word) => {
    const mend = matrix.rows.at("mend", nth);
    const path = matrix.files.at("path", file);
    const preview = [element("p", {}, "To see it first, without writing anything:"), command(mend.replace(/ template (update|apply) /, " template preview "))];
    if (word === "unchanged") return [element("p", {}, "Nothing is to be done.")];
    if (word === "extra") return [element("p", {}, "An update takes it away where nobody edited it:"), command(mend), ...preview];
    if (word === "adapted" && !matrix.files.at("whole", file))
      return [element("p", {}, "Keep the edit, take it back in ", element("code", {}, path), ", or see who else made it and bring it into the template:"), command(matrix.promote)];
    if (word === "conflict") return [element("p", {}, "The update keeps the lines of the repository and asks where both sides moved:"), command(mend), ...preview];
    return [command(mend), ...preview];
  };

  // Of a template that was never applied one finding says all; it stands where the application would be recorded.
  const findingsOn = (report, matrix, slug, wanted, never) => {
    const { findings } = report;
    const path = never ? matrix.home : wanted;
    const found = places(findings, "repository", slug).filter((nth) => findings.at("path", nth) === path && !["fixed", "waived"].includes(findings.at("status", nth)));
    if (!found.length) return note("No finding is open here.");
    const shownFirst = found.slice(0, 5).map((nth) => element("li", {}, severity(findings.at("severity", nth)), " ", foreign(findings.at("message", nth))));
    const address = new URLSearchParams({ repository: slug, text: `"${path.replaceAll('"', " ")}"`, status: "open" });
    return [element("ul", { className: "lines" }, shownFirst), element("p", {}, link(`findings?${address}`, found.length === 1 ? "Show it among the findings" : `Show all ${found.length} among the findings`))];
  };

  const openCell = (report, matrix, nth, file, word) => {
    const { rows, files } = matrix;
    const [slug, path] = [rows.at("repository", nth), files.at("path", file)];
    open(
      path,
      element("p", { className: "said" }, cellMark(word), " ", element("b", {}, word), `: ${CELLS[word].told}.`),
      facts([
        ["Repository", toRepository(slug)],
        ["Place", placeOf(path, word, linesOf(rows, nth, file))],
        ["Template", matrix.template],
        ["Version", versionsOf(matrix, nth)],
        ["Applied last", lastOf(matrix, nth, report.now)],
      ]),
      element("h3", {}, "What mends it"),
      mendsOf(matrix, nth, file, word),
      element("h3", {}, "Findings"),
      findingsOn(report, matrix, slug, path, rows.at("version", nth) === null),
    );
  };
