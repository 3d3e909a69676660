  // What each table shows, and which of its columns may be filtered by.
  const SEVERITIES = ["critical", "high", "medium", "low", "info"];
  const rank = (word) => (SEVERITIES.includes(word) ? SEVERITIES.indexOf(word) : null);

  const findingsListing = (report, wanted, moved, among = undefined) => {
    const { findings, now } = report;
    const at = (name) => (nth) => findings.at(name, nth);
    const titles = report.titles;
    const lone = among !== undefined;
    const openFinding = (nth) =>
      open(
        titles.get(at("gate")(nth)) ?? at("gate")(nth),
        element("p", { className: "tags" }, severity(at("severity")(nth)), " ", tag(at("status")(nth))),
        element("p", { className: "message" }, at("message")(nth)),
        element("h3", {}, "What to do"),
        remedyOf(at("remedy")(nth)),
        facts([
          ["Repository", toRepository(at("repository")(nth))],
          ["Place", `${at("path")(nth)}:${at("line")(nth)}`],
          ["Owner", at("owner")(nth)],
          ["Gate", link(`gate/${encodeURIComponent(at("gate")(nth))}`, at("gate")(nth))],
          ["Opened", ago(at("opened")(nth), now)],
          ["Last confirmed", ago(at("verified")(nth), now)],
          ["Fingerprint", at("fingerprint")(nth)],
        ]),
      );
    const columns = [
      { name: "severity", title: "Severity", value: at("severity"), key: (nth) => rank(at("severity")(nth)), show: (nth) => severity(at("severity")(nth)), look: "tiny" },
      { name: "message", title: "Finding", lead: true, value: at("message"), look: "wide", show: (nth) => element("button", { type: "button", className: "row", title: at("message")(nth), onclick: () => openFinding(nth) }, foreign(at("message")(nth))) },
      { name: "repository", title: "Repository", value: at("repository"), show: (nth) => toRepository(at("repository")(nth)), look: "mid" },
      { name: "gate", title: "Gate", value: at("gate"), look: "mid low", show: (nth) => element("code", {}, at("gate")(nth)) },
      { name: "path", title: "Place", value: at("path"), look: "mid low", show: (nth) => foreign(`${at("path")(nth)}:${at("line")(nth)}`) },
      { name: "status", title: "Status", value: at("status"), look: "low" },
      { name: "opened", title: "Opened", value: at("opened"), look: "low", show: (nth) => ago(at("opened")(nth), now) },
    ].filter(({ name }) => !(lone && name === "repository"));
    const one = (name) => (nth) => [at(name)(nth)];
    const isOpen = (nth) => !["fixed", "waived"].includes(at("status")(nth));
    return listing({
      label: lone ? "Findings of the repository" : "Findings",
      noun: "finding",
      size: findings.size,
      columns,
      wanted,
      moved,
      among,
      sort: "severity",
      searched: ["repository", "message", "path", "gate", "remedy"].map(at),
      facets: [
        { name: "severity", title: "Severity", values: one("severity"), order: SEVERITIES },
        { name: "status", title: "Status", values: (nth) => [at("status")(nth), isOpen(nth) ? "open" : "closed"], order: ["open", "closed", "new", "existing", "reopened", "fixed", "waived"] },
        { name: "gate", title: "Gate", values: one("gate") },
        ...(lone ? [] : [{ name: "repository", title: "Repository", values: one("repository") }]),
        { name: "owner", title: "Owner", values: (nth) => [at("owner")(nth) ?? ""] },
      ],
    });
  };

  const scoreOf = (repositories, nth) => {
    const value = repositories.at("score", nth);
    if (value === null) return "–";
    const level = repositories.at("level", nth);
    const known = repositories.at("coverage", nth);
    return element("span", { title: known < 1 ? `${Math.min(99.9, known * 100).toFixed(0)} % known` : "all known" },
      element("b", { className: `grade ${level}` }, level), ` ${Math.round(value)}`, known < 1 ? element("sup", { className: "dim" }, "~") : "");
  };

  const repositoriesListing = (report, wanted, moved) => {
    const { repositories, now } = report;
    const at = (name) => (nth) => repositories.at(name, nth);
    const health = { red: 0, yellow: 1, green: 2 };
    const number = (name, title, look = "right") => ({ name, title, value: at(name), look });
    const when = (name, title) => ({ name, title, value: at(name), show: (nth) => element("span", { title: ago(at(name)(nth), now) }, brief(at(name)(nth), now)), look: "low" });
    return listing({
      label: "Repositories",
      noun: "repository",
      size: repositories.size,
      wanted,
      moved,
      searched: ["repository", "branch", "path", "owner", "tags", "states", "why"].map(at),
      columns: [
        { name: "health", title: "Health", value: at("health"), key: (nth) => health[at("health")(nth)] * 1e6 + nth, show: (nth) => badge(at("health")(nth)), look: "tiny" },
        { name: "repository", title: "Repository", lead: true, value: at("repository"), show: (nth) => toRepository(at("repository")(nth)), look: "wide" },
        { name: "score", title: "Score", value: at("score"), show: (nth) => scoreOf(repositories, nth), look: "right" },
        { name: "findings", title: "Findings", value: at("findings"), look: "right", show: (nth) => (at("findings")(nth) ? [`${shown(at("findings")(nth))} `, severity(at("worst")(nth))] : "0") },
        { name: "states", title: "States", value: at("states"), look: "mid low", show: (nth) => at("states")(nth).split(" ").map((state) => [tag(state), " "]) },
        { name: "branch", title: "Branch", value: at("branch"), look: "mid low", show: (nth) => foreign(at("branch")(nth)) },
        { name: "upstream", title: "Upstream", value: at("upstream"), look: "low" },
        number("dependents", "Dependents", "right low"),
        when("fetched", "Fetched"),
        when("committed", "Committed"),
        { name: "owner", title: "Owner", spare: true, value: at("owner"), look: "low", show: (nth) => foreign(at("owner")(nth) ?? "–") },
      ],
      facets: [
        { name: "health", title: "Health", values: (nth) => [at("health")(nth)], order: Object.keys(health) },
        { name: "states", title: "State", values: (nth) => at("states")(nth).split(" ") },
        { name: "level", title: "Level", values: (nth) => [at("level")(nth) ?? ""] },
        { name: "owner", title: "Owner", values: (nth) => [at("owner")(nth) ?? ""] },
        { name: "criticality", title: "Criticality", values: (nth) => [at("criticality")(nth) ?? ""] },
      ],
    });
  };

  const changesListing = (report, wanted, moved) => {
    const { changes, causes } = report;
    const at = (name) => (nth) => changes.at(name, nth);
    return listing({
      label: "Changes",
      noun: "change",
      size: changes.size,
      wanted,
      moved,
      searched: changes.names.map(at),
      columns: [
        { name: "repository", title: "Repository", lead: true, value: at("repository"), look: "mid", show: (nth) => (at("repository")(nth) ? toRepository(at("repository")(nth)) : "the fleet itself") },
        { name: "what", title: "What", value: at("what"), look: "wide", show: (nth) => foreign(at("what")(nth)) },
        { name: "before", title: "Before", value: at("before"), look: "mid low", show: (nth) => foreign(at("before")(nth) ?? "–") },
        { name: "after", title: "After", value: at("after"), look: "mid low", show: (nth) => foreign(at("after")(nth) ?? "–") },
        { name: "cause", title: "Cause", value: at("cause"), show: (nth) => element("span", { className: "tag", title: causes[at("cause")(nth)] }, at("cause")(nth)) },
      ],
      facets: [
        { name: "cause", title: "Cause", values: (nth) => [at("cause")(nth)] },
        { name: "what", title: "What", values: (nth) => [at("what")(nth)] },
        { name: "repository", title: "Repository", values: (nth) => [at("repository")(nth)] },
      ],
    });
  };

  // By gate, the repositories with open findings, those with most first.
  const failingBy = (findings) => {
    const counts = new Map();
    for (let nth = 0; nth < findings.size; nth += 1) {
      if (["fixed", "waived"].includes(findings.at("status", nth))) continue;
      const of = counts.get(findings.at("gate", nth)) ?? counts.set(findings.at("gate", nth), new Map()).get(findings.at("gate", nth));
      of.set(findings.at("repository", nth), (of.get(findings.at("repository", nth)) ?? 0) + 1);
    }
    return new Map([...counts].map(([gate, of]) => [gate, [...of].sort(([a, n], [b, m]) => m - n || collator.compare(a, b)).map(([slug]) => slug)]));
  };

  const gatesListing = (report, wanted, moved) => {
    const { gates } = report;
    const at = (name) => (nth) => gates.at(name, nth);
    const number = (name, title, look = "right") => ({ name, title, value: at(name), look });
    const failing = failingBy(report.findings);
    const who = (nth) => failing.get(at("gate")(nth)) ?? [];
    const named = (nth) => {
      const [slugs, address] = [who(nth), `gate/${encodeURIComponent(at("gate")(nth))}`];
      if (!slugs.length) return at("fail")(nth) ? "" : element("span", { className: "dim" }, "nobody");
      const more = slugs.length > 1 ? [" ", element("a", { href: `#${address}`, className: "count", "aria-label": `and ${shown(slugs.length - 1)} more` }, `+${shown(slugs.length - 1)}`)] : [];
      return element("span", { title: slugs.slice(0, 40).join("\n") }, toRepository(slugs[0]), more);
    };
    const rate = (nth) => {
      const value = at("rate")(nth);
      if (value === null) return "–";
      return element("span", { className: "rate" }, element("progress", { value, max: 1, "aria-label": "Pass rate" }), ` ${Math.floor(value * 100)} %`);
    };
    return listing({
      label: "Gates",
      noun: "gate",
      size: gates.size,
      wanted,
      moved,
      sort: "-fail",
      searched: ["gate", "title", "doc", "remedy"].map(at),
      columns: [
        { name: "title", title: "Gate", lead: true, value: at("title"), look: "wide", show: (nth) => element("a", { href: `#gate/${encodeURIComponent(at("gate")(nth))}`, title: at("gate")(nth) }, foreign(at("title")(nth))) },
        { name: "category", title: "Category", value: at("category"), look: "low" },
        { name: "severity", title: "Severity", value: at("severity"), key: (nth) => rank(at("severity")(nth)), show: (nth) => severity(at("severity")(nth)) },
        number("fail", "Fail"),
        { name: "who", title: "Who fails", told: "The repositories with most open findings first", value: (nth) => who(nth).join(" "), key: (nth) => who(nth).length, show: named, look: "names low" },
        number("pass", "Pass", "right low"),
        { name: "rate", title: "Pass rate", value: at("rate"), show: rate },
        { ...number("unknown", "Unknown", "right low"), spare: true },
        number("skip", "Skipped", "right low"),
        { ...number("exempt", "Waived", "right low"), spare: true },
        { name: "milliseconds", title: "Time", told: "Milliseconds that asking it took a repository", value: at("milliseconds"), show: (nth) => (at("milliseconds")(nth) === null ? "–" : `${shown(at("milliseconds")(nth))} ms`), look: "right low" },
      ],
      facets: [
        { name: "category", title: "Category", values: (nth) => [at("category")(nth)] },
        { name: "severity", title: "Severity", values: (nth) => [at("severity")(nth)], order: SEVERITIES },
        { name: "outcome", title: "Outcome", values: (nth) => [at("fail")(nth) || who(nth).length ? "some fail" : at("pass")(nth) ? "all pass" : "nobody was asked", ...(at("unknown")(nth) ? ["some unknown"] : []), ...(at("exempt")(nth) ? ["some waived"] : [])], order: ["some fail", "all pass", "some unknown", "some waived", "nobody was asked"] },
      ],
    });
  };
