  // A table of any length: only the rows in sight are in the page, at their real place.
  const ROW = 40;
  const AHEAD = 8;

  const grid = ({ label, columns, onsort }) => {
    const heads = columns.map((column) => {
      const button = element("button", { type: "button" }, column.title);
      button.addEventListener("click", () => onsort(column.name));
      return element("th", { scope: "col", className: column.look ?? "", title: column.told ?? "" }, button);
    });
    const above = element("tr", { "aria-hidden": "true" }, element("td", { colSpan: columns.length }));
    const below = element("tr", { "aria-hidden": "true" }, element("td", { colSpan: columns.length }));
    const body = element("tbody");
    const table = element("table", {}, element("caption", { className: "hush" }, label), element("thead", {}, element("tr", {}, heads)), body);
    const box = element("div", { className: "grid", role: "region", "aria-label": `${label}: rows`, tabIndex: 0 }, table);
    let rows = [];
    let drawn = "";

    const cell = (column, nth, first) => {
      const content = column.show ? column.show(nth) : shown(column.value(nth));
      return element(first ? "th" : "td", { scope: first ? "row" : undefined, className: column.look ?? "" }, content);
    };
    const lead = Math.max(0, columns.findIndex((column) => column.lead));
    const line = (place) =>
      element("tr", { "aria-rowindex": place + 2 }, columns.map((column, nth) => cell(column, rows[place], nth === lead)));

    const draw = () => {
      const first = Math.max(0, Math.floor(box.scrollTop / ROW) - AHEAD);
      const last = Math.min(rows.length, first + Math.ceil((box.clientHeight || 600) / ROW) + 2 * AHEAD);
      if (drawn === `${first} ${last}`) return;
      drawn = `${first} ${last}`;
      const held = document.activeElement?.closest?.("tr[aria-rowindex]")?.getAttribute("aria-rowindex");
      above.firstChild.style.height = `${first * ROW}px`;
      below.firstChild.style.height = `${(rows.length - last) * ROW}px`;
      const lines = [];
      for (let place = first; place < last; place += 1) lines.push(line(place));
      body.replaceChildren(...(first ? [above] : []), ...lines, ...(last < rows.length ? [below] : []));
      if (held && !body.contains(document.activeElement)) body.querySelector(`tr[aria-rowindex="${held}"] :is(a, button)`)?.focus();
    };
    const set = (given, sort) => {
      rows = given;
      drawn = "";
      table.setAttribute("aria-rowcount", rows.length + 1);
      heads.forEach((head, nth) => {
        const mine = sort.replace(/^-/, "") === columns[nth].name;
        if (mine) head.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      box.scrollTop = 0;
      draw();
    };
    box.addEventListener("scroll", draw, { passive: true });
    new ResizeObserver(() => {
      drawn = "";
      draw();
    }).observe(box);
    return { box, set };
  };
