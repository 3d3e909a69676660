
(() => {
  const figure = document.querySelector("[data-graph]");
  if (!figure) return;
  const [svg, form, canvas, inside] = ["svg", "form", ".canvas", "[data-inside]"].map((each) => figure.querySelector(each));
  const output = form.querySelector("output");
  const edges = [...svg.querySelectorAll(".edge")].map((line) => ({
    line,
    from: Number(line.dataset.from),
    to: Number(line.dataset.to),
    kinds: line.dataset.kinds.split(" "),
    text: line.querySelector("title").textContent.trim(),
  }));
  const nodes = [...svg.querySelectorAll(".node")].map((node) => {
    const { x, y } = node.querySelector("rect");
    return { node, x: x.baseVal.value, y: y.baseVal.value, name: node.getAttribute("aria-label").toLowerCase() };
  });
  const size = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  const ends = { from: [], to: [] };
  for (const edge of edges) for (const end of ["from", "to"]) (ends[end][edge[end]] ??= []).push(edge);
  let kept = null;

  const allowed = (edge) => !form.elements.kind.value || edge.kinds.includes(form.elements.kind.value);
  const reach = (start, one, other) => {
    const found = new Set([start]);
    for (const at of found) for (const edge of ends[one][at] ?? []) if (allowed(edge)) found.add(edge[other]);
    return found;
  };
  const light = (lit, touched) => {
    svg.classList.add("looking");
    nodes.forEach(({ node }, nth) => node.classList.toggle("lit", lit.has(nth)));
    edges.forEach((edge) => edge.line.classList.toggle("lit", touched(edge)));
  };
  const look = (nth) => {
    const below = reach(nth, "from", "to");
    const above = reach(nth, "to", "from");
    light(new Set([...below, ...above]), (edge) =>
      allowed(edge) && ((below.has(edge.from) && below.has(edge.to)) || (above.has(edge.from) && above.has(edge.to))));
    output.textContent = `${above.size - 1} depend on it, it depends on ${below.size - 1}`;
  };
  const search = () => {
    const wanted = form.elements.text.value.trim().toLowerCase();
    output.textContent = "";
    svg.classList.remove("looking");
    if (!wanted && !form.elements.kind.value) return;
    const hits = (edge) => allowed(edge) && (!wanted || edge.text.toLowerCase().includes(wanted));
    const lit = new Set(edges.filter(hits).flatMap((edge) => [edge.from, edge.to]));
    if (wanted) nodes.forEach(({ name }, nth) => name.includes(wanted) && lit.add(nth));
    light(lit, hits);
    output.textContent = `${lit.size} of ${nodes.length}`;
  };
  const rest = () => (kept === null ? search() : look(kept));
  const list = (title, lines) => {
    const head = document.createElement("h4");
    head.textContent = title;
    const items = document.createElement("ul");
    items.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    return lines.length ? [head, items] : [];
  };
  const keep = (nth) => {
    kept = kept === nth ? null : nth;
    nodes.forEach(({ node }, other) => {
      node.classList.toggle("kept", other === kept);
      node.setAttribute("aria-pressed", other === kept);
    });
    inside.hidden = kept === null;
    const told = (end) => (kept === null ? [] : ends[end][kept] ?? []).flatMap((edge) => edge.text.split("\n"));
    inside.replaceChildren(...list("What depends on it", told("to")), ...list("What it depends on", told("from")));
    rest();
  };

  const scale = (width) => {
    const whole = Math.min(Math.max(width, 160), size.width * 4);
    svg.setAttribute("width", whole);
    svg.setAttribute("height", (whole * size.height) / size.width);
  };
  const zoom = (factor) =>
    scale(factor === "fit" ? Math.min(canvas.clientWidth, (canvas.clientHeight * size.width) / size.height) : svg.width.baseVal.value / factor);

  const steps = {
    ArrowUp: (at, to) => to.x === at.x && to.y < at.y,
    ArrowDown: (at, to) => to.x === at.x && to.y > at.y,
    ArrowLeft: (at, to) => to.x < at.x,
    ArrowRight: (at, to) => to.x > at.x,
  };
  const go = (nth, key) => {
    const at = nodes[nth];
    const away = (to) => Math.abs(to.x - at.x) * 1e4 + Math.abs(to.y - at.y);
    const next = nodes.filter((to) => steps[key](at, to)).sort((a, b) => away(a) - away(b))[0];
    if (!next) return;
    at.node.setAttribute("tabindex", -1);
    next.node.setAttribute("tabindex", 0);
    next.node.focus();
  };

  const first = nodes.reduce((best, { x, y }, nth) => (x < nodes[best].x || (x === nodes[best].x && y < nodes[best].y) ? nth : best), 0);
  nodes.forEach(({ node }, nth) => {
    node.setAttribute("role", "button");
    node.setAttribute("aria-pressed", false);
    node.setAttribute("tabindex", nth === first ? 0 : -1);
    node.addEventListener("mouseenter", () => look(nth));
    node.addEventListener("mouseleave", rest);
    node.addEventListener("focus", () => node.matches(":focus-visible") && look(nth));
    node.addEventListener("blur", rest);
    node.addEventListener("click", () => keep(nth));
    node.addEventListener("keydown", (event) => {
      if (event.key in steps) go(nth, event.key);
      else if (event.key === "Enter" || event.key === " ") keep(nth);
      else return;
      event.preventDefault();
    });
  });
  form.addEventListener("input", ({ target }) => {
    if (target.name === "text" && kept !== null) keep(kept);
    rest();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    scale(size.width);
    if (kept !== null) keep(kept);
    setTimeout(search);
  });
  form.addEventListener("click", ({ target }) => {
    if (target.dataset.zoom) zoom(target.dataset.zoom === "fit" ? "fit" : Number(target.dataset.zoom));
  });
  form.hidden = false;
  figure.querySelector("[data-script]").hidden = false;
})();
