  // A table of any length: only the rows in sight are in the page, at their real place.
  const ROW = 40;
  const AHEAD = 8;

  const grid = ({ label, columns, onsort, look = "", tall = ROW, walked = false }) => {
    const heads = columns.map((column) => {
      const button = element("button", { type: "button" }, column.head?.() ?? column.title);
      button.addEventListener("click", () => onsort(column.name));
      return element("th", { scope: "col", className: column.look ?? "", title: column.told ?? "" }, button);
    });
    const above = element("tr", { "aria-hidden": "true" }, element("td", { colSpan: columns.length }));
    const below = element("tr", { "aria-hidden": "true" }, element("td", { colSpan: columns.length }));
    const body = element("tbody");
    const table = element("table", {}, element("caption", { className: "hush" }, label), element("thead", {}, element("tr", {}, heads)), body);
    const box = element("div", { className: `grid ${look}`, role: "region", "aria-label": `${label}: rows`, tabIndex: 0 }, table);
    let rows = [];
    let drawn = "";
    const walking = walked && roving(box, table, (place) => {
      const [above, seen] = [place * tall, box.clientHeight - table.tHead.offsetHeight];
      if (above < box.scrollTop) box.scrollTop = above;
      else if (above + 2 * tall > box.scrollTop + seen) box.scrollTop = above + 2 * tall - seen;
      draw();
    });

    const cell = (column, nth, first) => {
      const content = column.show ? column.show(nth) : shown(column.value(nth));
      return element(first ? "th" : "td", { scope: first ? "row" : undefined, className: column.look ?? "" }, content);
    };
    const lead = Math.max(0, columns.findIndex((column) => column.lead));
    const line = (place) =>
      element("tr", { "aria-rowindex": place + 2 }, columns.map((column, nth) => cell(column, rows[place], nth === lead)));

    const draw = () => {
      const top = box.scrollTop;
      const first = Math.max(0, Math.floor(top / tall) - AHEAD);
      const last = Math.min(rows.length, first + Math.ceil((box.clientHeight || 600) / tall) + 2 * AHEAD);
      if (drawn === `${first} ${last}`) return;
      drawn = `${first} ${last}`;
      const held = document.activeElement?.closest?.("tr[aria-rowindex]")?.getAttribute("aria-rowindex");
      above.firstChild.style.height = `${first * tall}px`;
      below.firstChild.style.height = `${(rows.length - last) * tall}px`;
      const lines = [];
      for (let place = first; place < last; place += 1) lines.push(line(place));
      body.replaceChildren(...(first ? [above] : []), ...lines, ...(last < rows.length ? [below] : []));
      // Taking away the row that has the focus makes the browser lay out what is left, and scroll to fit that.
      if (held && box.scrollTop !== top) box.scrollTop = top;
      if (walking) walking.settle(lines);
      if (!held || body.contains(document.activeElement)) return;
      if (walking) walking.focus();
      else body.querySelector(`tr[aria-rowindex="${held}"] :is(a, button)`)?.focus();
    };
    const set = (given, sort) => {
      rows = given;
      drawn = "";
      if (walking) walking.count(rows.length);
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
