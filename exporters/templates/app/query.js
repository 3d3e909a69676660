  // Pure: what the address says, which rows are meant, and in which order. Nothing here touches the page.
  const parseAddress = (hash) => {
    const whole = hash.replace(/^#/, "");
    const at = whole.indexOf("?");
    const [path, query] = at < 0 ? [whole, ""] : [whole.slice(0, at), whole.slice(at + 1)];
    const [view, ...rest] = path.split("/");
    const decoded = (text) => {
      try {
        return decodeURIComponent(text);
      } catch {
        return text;
      }
    };
    return { view: view || "overview", name: decoded(rest.join("/")), wanted: Object.fromEntries(new URLSearchParams(query)) };
  };

  const toAddress = ({ view, name, wanted }) => {
    const set = Object.entries(wanted).filter(([, value]) => value !== "" && value !== undefined);
    const query = new URLSearchParams(set).toString();
    return `${view}${name ? `/${encodeURIComponent(name)}` : ""}${query ? `?${query}` : ""}`;
  };

  // A text is found when every word of it is in the row; "a phrase" in quotes stays together.
  const wordsOf = (text) => [...text.toLowerCase().matchAll(/"([^"]+)"|(\S+)/g)].map(([, phrase, word]) => phrase ?? word);

  const matching = (among, texts, columns, wanted) => {
    const words = wordsOf(wanted.text ?? "");
    const tests = Object.entries(wanted).flatMap(([name, value]) => {
      const column = columns[name];
      if (!column || value === "") return [];
      const allowed = new Set(value.split("|"));
      return [(nth) => column(nth).some((each) => allowed.has(String(each ?? "")))];
    });
    return among.filter((nth) => tests.every((test) => test(nth)) && words.every((word) => texts(nth).includes(word)));
  };

  const collator = new Intl.Collator("en", { numeric: true });
  const compare = (a, b) => {
    const unknownA = a === null || a === undefined || a === "";
    const unknownB = b === null || b === undefined || b === "";
    if (unknownA || unknownB) return unknownA - unknownB || 0;
    return typeof a === "string" || typeof b === "string" ? collator.compare(a, b) : a - b;
  };

  // What is not known stands last whichever way the rest is sorted.
  const sorted = (rows, value, descending) => {
    const keys = new Map(rows.map((nth) => [nth, value(nth)]));
    const known = (nth) => ![null, undefined, ""].includes(keys.get(nth));
    const order = (a, b) => compare(keys.get(a), keys.get(b)) * (descending && known(a) && known(b) ? -1 : 1) || a - b;
    return [...rows].sort(order);
  };

  const asCsv = (heads, rows) => {
    const safe = (value) => {
      const text = String(value ?? "");
      const inert = /^[=+\-@\t\r]/.test(text) && typeof value !== "number" ? `'${text}` : text;
      return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
    };
    return [heads, ...rows].map((row) => row.map(safe).join(",")).join("\r\n") + "\r\n";
  };
