  // Arrow keys walk from cell to cell, as the grid pattern of the ARIA Authoring Practices has it: Tab stops once.
  const roving = (box, table, reveal) => {
    let [row, column] = [0, 0];
    let rows = 0;
    const PAGE = 10;
    const at = (place, nth) => {
      const cell = table.querySelector(`tr[aria-rowindex="${place + 2}"]`)?.cells[nth];
      return cell?.querySelector("a, button") ?? cell;
    };
    // Called whenever rows were drawn: one of them has to be reachable by Tab.
    const settle = (drawn) => {
      for (const each of drawn) each.querySelectorAll("a, button").forEach((stop) => (stop.tabIndex = -1));
      const stop = at(row, column) ?? drawn[0]?.cells[column];
      if (stop) (stop.querySelector?.("a, button") ?? stop).tabIndex = 0;
    };
    const settleHeads = () => table.tHead.querySelectorAll("button").forEach((stop) => (stop.tabIndex = -1));
    const walk = (place, nth) => {
      const last = table.tHead.rows[0].cells.length - 1;
      at(row, column)?.setAttribute("tabindex", "-1");
      [row, column] = [Math.max(-1, Math.min(rows - 1, place)), Math.max(0, Math.min(last, nth))];
      if (row >= 0) reveal(row);
      const stop = at(row, column);
      if (!stop) return;
      stop.tabIndex = 0;
      stop.focus({ preventScroll: true });
      stop.scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    const STEPS = {
      ArrowUp: () => [row - 1, column],
      ArrowDown: () => [row + 1, column],
      ArrowLeft: () => [row, column - 1],
      ArrowRight: () => [row, column + 1],
      PageUp: () => [Math.max(0, row - PAGE), column],
      PageDown: () => [row + PAGE, column],
      Home: (whole) => [whole ? 0 : row, 0],
      End: (whole) => [whole ? rows - 1 : row, Infinity],
    };
    table.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step || event.altKey || event.metaKey) return;
      event.preventDefault();
      walk(...step(event.ctrlKey));
    });
    table.addEventListener("focusin", ({ target }) => {
      const cell = target.closest("td, th");
      const place = Number(cell.parentElement.getAttribute("aria-rowindex")) - 2;
      if (place === row && cell.cellIndex === column) return;
      at(row, column)?.setAttribute("tabindex", "-1");
      [row, column] = [place, cell.cellIndex];
      target.tabIndex = 0;
    });
    table.setAttribute("role", "grid");
    table.tHead.rows[0].setAttribute("aria-rowindex", 1);
    settleHeads();
    box.removeAttribute("tabindex");
    return { settle, focus: () => at(row, column)?.focus({ preventScroll: true }), count: (number) => ([row, column, rows] = [Math.max(-1, Math.min(row, number - 1)), column, number]) };
  };
