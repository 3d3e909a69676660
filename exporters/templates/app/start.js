  // Which view the address names, and filling it when it is looked at for the first time.
  const root = document.documentElement;
  const sections = [...document.querySelectorAll("[data-view]")];
  const rooms = new Map(sections.map((section) => [section.dataset.view, section]));
  const ALIASES = { gates: "quality", repository: "one", gate: "one" };
  let report = null;
  let moving = "";

  const read = (packed) => ({
    ...packed,
    now: packed.generated,
    ...Object.fromEntries(["repositories", "findings", "changes", "gates", "packages", "conflicts"].map((name) => [name, frame(packed[name])])),
    graph: { nodes: frame(packed.graph.nodes), links: frame(packed.graph.links) },
    drift: packed.drift.map((matrix) => ({ ...matrix, files: frame(matrix.files), rows: frame(matrix.rows) })),
    tables: packed.tables.map((table) => ({ ...table, rows: frame(table.rows) })),
  });

  const goTo = (address) => {
    moving = `#${toAddress(address)}`;
    if (moving !== location.hash) history.replaceState(null, "", moving);
  };
  const single = (make) => (live, address, moved) => {
    if (live.listing) return live.listing.show(address.wanted);
    live.listing = make(report, address.wanted, moved);
    live.replaceChildren(live.listing.node);
  };
  const always = (make) => (live, address, moved) => live.replaceChildren(...make(report, address, moved));

  const dependencies = (live, address, moved) => {
    const TABS = { "": "Graph", packages: "Packages", conflicts: "What disagrees" };
    const tabs = element("nav", { className: "tabs", "aria-label": "Dependencies" }, Object.entries(TABS).map(([name, title]) =>
      element("a", { href: `#dependencies${name && `/${name}`}`, "aria-current": address.name === name ? "true" : undefined }, title)));
    const drawnStill = document.querySelector("[data-graph]");
    if (drawnStill) drawnStill.hidden = address.name !== "" || address.wanted.all !== undefined;
    if (address.name === "packages") live.replaceChildren(tabs, packagesListing(report, address.wanted, moved).node);
    else if (address.name === "conflicts") live.replaceChildren(tabs, conflictsListing(report, address.wanted, moved).node);
    else if (drawnStill && !drawnStill.hasAttribute("data-cut")) live.replaceChildren(tabs);
    else {
      if (drawnStill) drawnStill.hidden = true;
      live.replaceChildren(tabs, ...graphView(report, address.wanted, moved));
    }
  };

  const VIEWS = {
    repositories: single(repositoriesListing),
    findings: single(findingsListing),
    changes: single(changesListing),
    quality: single(gatesListing),
    dependencies,
    tables: always((all, { name, wanted }, moved) => tablesView(all, name, wanted, moved)),
    drift: (live, address, moved) => driftView(report, live, address, moved),
    one: always((all, { view, name, wanted }, moved) => (view === "gate" ? gatePage(all, name) : repositoryPage(all, name, wanted, moved))),
  };

  const asked = () => {
    const address = parseAddress(location.hash);
    const rule = document.getElementById(address.view);
    if (rule?.dataset.gate) return { view: "gate", name: rule.dataset.gate, wanted: {} };
    // A place within a view is that view; one around all of them, the main part, moves nobody.
    if (!rule || rooms.has(address.view)) return address;
    const view = rule.closest("[data-view]")?.dataset.view;
    return view ? { view, name: "", wanted: {} } : null;
  };
  const astray = document.querySelector("[data-astray]");
  const show = () => {
    if (location.hash && location.hash === moving) return;
    const address = asked();
    if (!address) return;
    moving = location.hash;
    const name = ALIASES[address.view] ?? address.view;
    const section = rooms.get(name) ?? rooms.get("overview");
    astray.hidden = rooms.has(name);
    astray.textContent = astray.hidden ? "" : `This report has no page '${address.view}'; this is the overview.`;
    for (const each of sections) each.classList.toggle("shown", each === section);
    const tab = { one: address.view === "gate" ? "quality" : "repositories" }[name] ?? section.dataset.view;
    for (const each of document.querySelectorAll(".views a")) {
      if (each.getAttribute("href") === `#${tab}`) {
        each.setAttribute("aria-current", "page");
        each.parentElement.scrollTo({ left: each.offsetLeft - (each.parentElement.clientWidth - each.offsetWidth) / 2 });
      } else each.removeAttribute("aria-current");
    }
    const live = section.querySelector("[data-live]");
    if (live && report) {
      const moved = (wanted) => goTo({ ...address, wanted: { ...wanted } });
      VIEWS[section.dataset.view]?.(live, address, moved);
    }
    if (report) document.title = `${section.querySelector("h2, h3")?.textContent ?? ""} – ${report.fleet}`;
    scrollTo(0, 0);
  };

  const searchAll = document.querySelector("[data-everywhere]");
  const begin = async () => {
    for (const each of document.querySelectorAll("a[data-to]")) each.href = `#${each.dataset.to}`;
    for (const code of document.querySelectorAll("pre code")) code.after(copyButton(code));
    addEventListener("hashchange", show);
    show();
    try {
      report = read(await loaded());
    } catch (error) {
      root.classList.remove("live");
      root.classList.add("failed");
      document.querySelector("[data-failed]").hidden = false;
      return;
    }
    report.titles = new Map(report.gates.column("gate").map((id, nth) => [id, report.gates.at("title", nth)]));
    moving = "";
    show();
    root.dataset.ready = "";
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input, select, textarea") || sheet.open) return;
    event.preventDefault();
    (document.querySelector(".shown [data-live] input[type=search]") ?? searchAll)?.focus();
  });
  searchAll?.form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = toAddress({ view: "findings", wanted: { text: searchAll.value } });
  });
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not(.slim *)")) details.open = true;
  });
  root.classList.add("live");
  searchAll.form.hidden = false;
  begin();
