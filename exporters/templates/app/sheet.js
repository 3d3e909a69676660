  // One row in full, beside the table; the element brings focus, Escape and the way back by itself.
  const sheet = element("dialog", { className: "sheet", "aria-labelledby": "sheet-title" });
  document.body.append(sheet);
  sheet.addEventListener("click", ({ target }) => target === sheet && sheet.close());
  addEventListener("hashchange", () => sheet.open && sheet.close());

  const open = (title, ...content) => {
    const close = element("button", { type: "button", className: "close", "aria-label": "Close", onclick: () => sheet.close() }, "✕");
    sheet.replaceChildren(element("header", {}, element("h2", { id: "sheet-title" }, title), close), ...content.flat());
    sheet.showModal();
    sheet.scrollTop = 0;
  };
  const facts = (pairs) =>
    element("dl", { className: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, value instanceof Node ? value : foreign(String(value))))));
  const lines = (text, show = foreign) => element("ul", { className: "lines" }, (Array.isArray(text) ? text : [text]).map((each) => element("li", {}, show(each))));
  const spoken = (remedy) => /^[A-Z]/.test(remedy) && remedy.endsWith(".");
  const remedyOf = (text) => (spoken(text) ? element("p", {}, text) : command(text));
  const prose = (text) => text.split(/\n\n+/).map((part) => element("p", {}, part.replace(/\s+/g, " ").replace(/``?(.+?)``?/g, "$1").replace(/\[([^\]]+)\]\((https:[^)]+)\)/g, "$1 ($2)")));
