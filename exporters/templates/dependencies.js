(() => {
  const figure = document.querySelector("[data-graph]");
  if (!figure) return;
  const [svg, form, inside] = ["svg", "form", "[data-inside]"].map((each) => figure.querySelector(each));
  const nodes = [...svg.querySelectorAll(".node")];
  const edges = [...svg.querySelectorAll(".edge")].map((line) => ({
    line,
    from: Number(line.dataset.from),
    to: Number(line.dataset.to),
    kinds: line.dataset.kinds.split(" "),
    text: line.querySelector("title").textContent.trim(),
  }));
  const names = nodes.map((node) => node.getAttribute("aria-label").toLowerCase());
  const whole = svg.viewBox.baseVal;
  const size = { width: whole.width, height: whole.height };
  let kept = null;

  const allowed = (edge) => !form.elements.kind.value || edge.kinds.includes(form.elements.kind.value);
  const reach = (start, one, other) => {
    const found = new Set([start]);
    for (const at of found) for (const edge of edges) if (allowed(edge) && edge[one] === at) found.add(edge[other]);
    return found;
  };
  const light = (lit, touched) => {
    svg.classList.add("looking");
    nodes.forEach((node, nth) => node.classList.toggle("lit", lit.has(nth)));
    edges.forEach((edge) => edge.line.classList.toggle("lit", touched(edge)));
  };
  const dark = () => (kept === null ? search() : look(kept));
  const look = (nth) => {
    const below = reach(nth, "from", "to");
    const above = reach(nth, "to", "from");
    light(new Set([...below, ...above]), (edge) =>
      allowed(edge) && ((below.has(edge.from) && below.has(edge.to)) || (above.has(edge.from) && above.has(edge.to))));
    form.querySelector("output").textContent = `${above.size - 1} depend on it, it depends on ${below.size - 1}`;
  };
  const search = () => {
    const wanted = form.elements.text.value.trim().toLowerCase();
    form.querySelector("output").textContent = "";
    svg.classList.remove("looking");
    if (!wanted && !form.elements.kind.value) return;
    const hits = (edge) => allowed(edge) && (!wanted || edge.text.toLowerCase().includes(wanted));
    const lit = new Set(edges.filter(hits).flatMap((edge) => [edge.from, edge.to]));
    if (wanted) names.forEach((name, nth) => name.includes(wanted) && lit.add(nth));
    light(lit, hits);
    form.querySelector("output").textContent = `${lit.size} of ${nodes.length}`;
  };
  const list = (title, lines) => {
    const head = document.createElement("h4");
    head.textContent = `${title} (${lines.length})`;
    const items = document.createElement("ul");
    items.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    return lines.length ? [head, items] : [];
  };
  const keep = (nth) => {
    nodes.forEach((node, other) => node.classList.toggle("kept", other === nth && kept !== nth));
    kept = kept === nth ? null : nth;
    inside.hidden = kept === null;
    const told = (end) => edges.filter((edge) => edge[end] === kept).flatMap((edge) => edge.text.split("\n"));
    inside.replaceChildren(...list("Depends on it", told("to")), ...list("It depends on", told("from")));
    dark();
  };
  const zoom = (factor) => {
    for (const side of ["width", "height"]) svg.setAttribute(side, svg[side].baseVal.value / factor);
  };

  nodes.forEach((node, nth) => {
    node.addEventListener("mouseenter", () => look(nth));
    node.addEventListener("mouseleave", dark);
    node.addEventListener("focus", () => look(nth));
    node.addEventListener("blur", dark);
    node.addEventListener("click", () => keep(nth));
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      keep(nth);
    });
  });
  form.addEventListener("input", dark);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    for (const [side, length] of Object.entries(size)) svg.setAttribute(side, length);
    if (kept !== null) keep(kept);
    setTimeout(search);
  });
  form.addEventListener("click", ({ target }) => target.dataset.zoom && zoom(Number(target.dataset.zoom)));
  form.hidden = false;
})();
