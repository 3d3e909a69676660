  // What is put into the page goes in as text: no name can become markup.
  const element = (tag, properties = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name in node && name !== "list" && name !== "role") node[name] = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  };
  const foreign = (text) => element("bdi", {}, text ?? "");
  const note = (text) => element("p", { className: "note" }, text);
  const link = (to, ...children) => element("a", { href: `#${to}` }, ...children);
  const toRepository = (slug) => link(`repository/${encodeURIComponent(slug)}`, foreign(slug));

  const SYMBOLS = { red: "✕", yellow: "!", green: "✓" };
  const badge = (health) =>
    element("span", { className: `badge ${health}` }, element("span", { "aria-hidden": "true" }, SYMBOLS[health]), ` ${health[0].toUpperCase()}${health.slice(1)}`);
  const severity = (word) => (word ? element("span", { className: `severity ${word}` }, word) : "");
  const tag = (word) => (word ? element("span", { className: "tag" }, word) : "");

  const copyButton = (code) => {
    const button = element("button", { type: "button", "aria-label": `Copy: ${code.textContent}` }, "Copy");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(code);
        button.textContent = "Selected";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    return button;
  };
  const command = (text) => {
    const code = element("code", {}, text);
    return element("pre", {}, code, copyButton(code));
  };
