  // The rows of the report: columns as the exporter packed them.
  const frame = ({ size, columns }) => {
    const read = (packed) => (Array.isArray(packed) ? packed : packed.at.map((nth) => packed.of[nth]));
    const made = {};
    const column = (name) => (made[name] ??= read(columns[name]));
    return { size, names: Object.keys(columns), column, at: (name, nth) => column(name)[nth] };
  };

  const unpacked = async (bytes) => {
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(plain).text());
  };

  const loaded = async () => {
    const holder = document.getElementById("data");
    if (holder.dataset.from) {
      const answer = await fetch(holder.dataset.from);
      return unpacked(await answer.arrayBuffer());
    }
    return unpacked(Uint8Array.from(atob(holder.textContent.trim()), (letter) => letter.charCodeAt(0)));
  };

  const UNITS = [[31557600, "year"], [2629800, "month"], [86400, "day"], [3600, "hour"], [60, "minute"]];
  const count = (number, noun) =>
    `${number.toLocaleString("en")} ${number === 1 ? noun : noun.endsWith("ry") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
  const ago = (then, now) => {
    if (then === null || then === undefined) return "–";
    const unit = UNITS.find(([seconds]) => now - then >= seconds);
    if (unit) return `${count(Math.floor((now - then) / unit[0]), unit[1])} ago`;
    return now >= then ? "just now" : "in the future";
  };
  const SHORT = { year: "y", month: "mo", day: "d", hour: "h", minute: "min" };
  // The same where many of them stand below each other.
  const brief = (then, now) => ago(then, now).replace(/ (year|month|day|hour|minute)s?/, (_, unit) => ` ${SHORT[unit]}`);
  const shown = (value) => {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value === "number") return value.toLocaleString("en", { maximumFractionDigits: 2 });
    return String(value);
  };
