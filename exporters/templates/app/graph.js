  // The fleet's graph: look around, search, choose a repository and see what breaks with it.
  const MOST = 1500;

  const graphOf = ({ nodes, links }) => {
    const weight = (nth) => nodes.at("dependents", nth) + nodes.at("dependencies", nth);
    const kept = [...Array(nodes.size).keys()].sort((a, b) => weight(b) - weight(a) || a - b).slice(0, MOST);
    const place = new Map(kept.map((node, nth) => [node, nth]));
    const edges = [];
    for (let nth = 0; nth < links.size; nth += 1) {
      const [from, to] = [place.get(links.at("from", nth)), place.get(links.at("to", nth))];
      if (from !== undefined && to !== undefined) edges.push({ from, to, level: links.at("level", nth), places: links.at("places", nth) });
    }
    const names = kept.map((node) => nodes.at("repository", node));
    const folder = names[0]?.includes("/") ? names[0].slice(0, names[0].indexOf("/") + 1) : "";
    const shared = folder && names.every((name) => name.startsWith(folder)) ? folder : "";
    const labels = names.map((name) => name.slice(shared.length)).map((name) => (name.length > 32 ? `${name.slice(0, 31)}…` : name));
    const next = { up: [], down: [] };
    for (const { from, to } of edges) {
      (next.down[from] ??= []).push(to);
      (next.up[to] ??= []).push(from);
    }
    return { names, labels, links: edges, next, dependents: kept.map((node) => nodes.at("dependents", node)), missing: kept.map((node) => nodes.at("missing", node)), left: nodes.size - kept.length };
  };

  const impactOf = (graph, nth) => {
    const [above, below] = [reached(nth, graph.next.up), reached(nth, graph.next.down)];
    return { start: nth, above, below, nodes: new Set([nth, ...above, ...below]) };
  };

  const impactPanel = (graph, { start, above, below }, choose) => {
    const direct = new Set(graph.next.up[start] ?? []);
    const chosen = (nth) => element("button", { type: "button", className: "row", onclick: () => choose(nth) }, foreign(graph.names[nth]), direct.has(nth) ? "" : element("span", { className: "dim" }, " over others"));
    const list = (title, nodes) => [
      element("h4", {}, `${title} (${nodes.size})`),
      nodes.size ? element("ul", { className: "lines" }, [...nodes].slice(0, 200).map((nth) => element("li", {}, chosen(nth)))) : note("None."),
    ];
    return [element("h3", {}, toRepository(graph.names[start])), list("Breaks with it", above), list("It needs", below)].flat();
  };

  const gestures = (canvas, drawn, choose) => {
    let from = null;
    let far = 0;
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      drawn.zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      [from, far] = [[event.offsetX, event.offsetY], 0];
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from) {
        canvas.style.cursor = drawn.at(event.offsetX, event.offsetY) === null ? "grab" : "pointer";
        return;
      }
      const [x, y] = [event.offsetX - from[0], event.offsetY - from[1]];
      far += Math.abs(x) + Math.abs(y);
      drawn.pan(x, y);
      from = [event.offsetX, event.offsetY];
    });
    canvas.addEventListener("pointerup", (event) => {
      if (far < 5) choose(drawn.at(event.offsetX, event.offsetY));
      from = null;
    });
    const KEYS = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] };
    canvas.addEventListener("keydown", (event) => {
      if (event.key in KEYS) drawn.pan(...KEYS[event.key]);
      else if (event.key === "+" || event.key === "-") drawn.zoom(event.key === "+" ? 1.25 : 0.8);
      else if (event.key === "0") drawn.fit();
      else if (event.key === "Escape") choose(null);
      else return;
      event.preventDefault();
    });
  };

  const graphView = (report, wanted, moved) => {
    if (!report.graph.nodes.size) return [note("No repository of this fleet is known to depend on another.")];
    const graph = graphOf(report.graph);
    const place = forces(graph.names.length, graph.links);
    const canvas = element("canvas", { tabIndex: 0, role: "img", "aria-label": `Graph of ${count(graph.names.length, "repository")}; search for one to read what depends on it. Arrow keys move, plus and minus zoom.` });
    const panel = element("aside", { className: "impact", "aria-live": "polite" }, note("Choose a repository: click it, or search."));
    const field = element("input", { type: "search", list: "graph-names", autocomplete: "off", spellcheck: false, placeholder: "a repository" });
    const output = element("output", { "aria-live": "polite" });
    let drawn = null;
    const choose = (nth, looking = false) => {
      if (nth === null) {
        drawn.light(null);
        panel.replaceChildren(note("Choose a repository: click it, or search."));
        output.textContent = "";
        moved({ focus: "" });
        return;
      }
      const impact = impactOf(graph, nth);
      drawn.light(impact);
      if (looking) drawn.fit([...impact.nodes]);
      field.value = graph.names[nth];
      output.textContent = `${impact.above.size} break with it, it needs ${impact.below.size}`;
      panel.replaceChildren(...impactPanel(graph, impact, (other) => choose(other, true)));
      moved({ focus: graph.names[nth] });
    };
    const find = (text) => {
      const exact = graph.names.indexOf(text);
      if (exact >= 0) return choose(exact, true);
      if (!text) return choose(null);
      const hits = new Set(graph.names.flatMap((name, nth) => (name.toLowerCase().includes(text.toLowerCase()) ? [nth] : [])));
      drawn.light({ start: -1, above: new Set(), nodes: hits });
      output.textContent = `${hits.size} found`;
    };
    const button = (text, label, act) => element("button", { type: "button", "aria-label": label, onclick: act }, text);
    const form = element("form", { className: "tools", role: "search", "aria-label": "Look into the graph", onsubmit: (event) => event.preventDefault() },
      element("label", { className: "grow" }, "Find", field), element("datalist", { id: "graph-names" }, graph.names.map((value) => element("option", { value }))),
      button("+", "Closer", () => drawn.zoom(1.25)), button("−", "Farther", () => drawn.zoom(0.8)), button("Fit", "Show all", () => drawn.fit()), button("Reset", "Choose nothing", () => ((field.value = ""), choose(null), drawn.fit())), output);
    field.addEventListener("input", () => find(field.value));
    const settle = () => {
      const until = performance.now() + 14;
      let more = true;
      while (more && performance.now() < until) more = place.step();
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches || !more) drawn.fit();
      if (more) return requestAnimationFrame(settle);
      canvas.dataset.settled = "";
      const start = graph.names.indexOf(wanted.focus ?? "");
      if (start >= 0) choose(start, true);
    };
    requestAnimationFrame(() => {
      drawn = picture(canvas, graph, place);
      gestures(canvas, drawn, choose);
      new ResizeObserver(() => drawn.draw()).observe(canvas);
      settle();
    });
    const left = graph.left ? ` ${count(graph.left, "repository")} with fewer edges are left out; report.json has all.` : "";
    return [form, element("div", { className: "stage" }, canvas, panel), note(`A line leads from a repository to what it depends on; a dot is larger the more depend on it. Red lines are critical, yellow ones high. Of the chosen one, which is blue, red dots break with it.${left}`)];
  };
