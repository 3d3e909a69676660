  // The graph on a canvas: drawn anew at each move, with as many names as have room.
  const COLOURS = ["--paper", "--ink", "--dim", "--line", "--link", "--bad", "--warn-fill", "--good-fill", "--calm-fill", "--card"];

  const picture = (canvas, graph, place) => {
    const paint = canvas.getContext("2d");
    const eye = { x: 0, y: 0, zoom: 1 };
    let lit = null;
    let colour = {};
    const radius = (nth) => 3 + 1.7 * Math.sqrt(graph.dependents[nth]);
    const order = [...graph.names.keys()].sort((a, b) => graph.dependents[b] - graph.dependents[a] || place.degree[b] - place.degree[a] || a - b);
    const [width, height] = [() => canvas.clientWidth, () => canvas.clientHeight];
    const toScreen = (nth) => [(place.x[nth] - eye.x) * eye.zoom + width() / 2, (place.y[nth] - eye.y) * eye.zoom + height() / 2];

    const colours = () => {
      const style = getComputedStyle(document.documentElement);
      colour = Object.fromEntries(COLOURS.map((name) => [name.slice(2), style.getPropertyValue(name).trim()]));
    };
    const edgeColour = (level) => ({ critical: colour.bad, high: colour["warn-fill"] })[level] ?? colour["calm-fill"];
    const edges = () => {
      paint.lineWidth = 1;
      graph.links.forEach((edge) => {
        const shown = !lit || (lit.nodes.has(edge.from) && lit.nodes.has(edge.to));
        const [x, y] = toScreen(edge.from);
        const [toX, toY] = toScreen(edge.to);
        paint.globalAlpha = shown ? (lit ? 0.85 : 0.3) : 0.03;
        paint.strokeStyle = edgeColour(edge.level);
        paint.beginPath();
        paint.moveTo(x, y);
        paint.lineTo(toX, toY);
        paint.stroke();
      });
    };
    const nodeColour = (nth) => {
      if (lit?.start === nth) return colour.link;
      if (lit?.above.has(nth)) return colour.bad;
      if (graph.missing[nth]) return colour.bad;
      return colour["good-fill"];
    };
    const dots = () => {
      graph.names.forEach((_, nth) => {
        const [x, y] = toScreen(nth);
        if (x < -40 || y < -40 || x > width() + 40 || y > height() + 40) return;
        paint.globalAlpha = !lit || lit.nodes.has(nth) ? 1 : 0.12;
        paint.beginPath();
        paint.arc(x, y, radius(nth) * Math.min(1.6, Math.max(0.5, Math.sqrt(eye.zoom))), 0, 7);
        paint.fillStyle = nodeColour(nth);
        paint.fill();
        paint.strokeStyle = colour.card;
        paint.stroke();
      });
    };
    const names = () => {
      paint.font = "12px system-ui, sans-serif";
      paint.textBaseline = "middle";
      const taken = [];
      const first = lit ? [lit.start, ...order.filter((nth) => lit.nodes.has(nth) && nth !== lit.start)] : order;
      for (const nth of first) {
        const [x, y] = toScreen(nth);
        if (x < 0 || y < 0 || x > width() || y > height()) continue;
        const name = graph.labels[nth];
        const left = x + radius(nth) + 5;
        const box = { left, right: left + name.length * 6.6, top: y - 8, bottom: y + 8 };
        if (taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)) continue;
        taken.push(box);
        paint.globalAlpha = 1;
        paint.lineWidth = 3;
        paint.strokeStyle = colour.card;
        paint.strokeText(name, left, y);
        paint.fillStyle = colour.ink;
        paint.fillText(name, left, y);
        if (taken.length > 30 + 40 * eye.zoom * eye.zoom) break;
      }
    };
    const draw = () => {
      const density = devicePixelRatio || 1;
      if (canvas.width !== width() * density || canvas.height !== height() * density) {
        canvas.width = width() * density;
        canvas.height = height() * density;
      }
      paint.setTransform(density, 0, 0, density, 0, 0);
      paint.clearRect(0, 0, width(), height());
      edges();
      dots();
      names();
      paint.globalAlpha = 1;
    };
    const fit = (nodes = [...graph.names.keys()]) => {
      const [xs, ys] = [nodes.map((nth) => place.x[nth]), nodes.map((nth) => place.y[nth])];
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      Object.assign(eye, { x: (left + right) / 2, y: (top + bottom) / 2 });
      eye.zoom = Math.min(2.5, (width() - 140) / (right - left + 60), (height() - 40) / (bottom - top + 60));
      draw();
    };
    const zoom = (factor, x = width() / 2, y = height() / 2) => {
      const [across, down] = [(x - width() / 2) / eye.zoom, (y - height() / 2) / eye.zoom];
      const before = eye.zoom;
      eye.zoom = Math.min(8, Math.max(0.03, eye.zoom * factor));
      eye.x += across * (1 - before / eye.zoom);
      eye.y += down * (1 - before / eye.zoom);
      draw();
    };
    const pan = (x, y) => {
      eye.x -= x / eye.zoom;
      eye.y -= y / eye.zoom;
      draw();
    };
    const at = (x, y) => {
      const away = (nth) => {
        const [toX, toY] = toScreen(nth);
        return Math.hypot(toX - x, toY - y) - radius(nth);
      };
      const near = order.reduce((best, nth) => (away(nth) < away(best) ? nth : best), order[0]);
      return away(near) < 10 ? near : null;
    };
    const light = (given) => {
      lit = given;
      draw();
    };
    colours();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (colours(), draw()));
    return { draw, fit, zoom, pan, at, light };
  };
