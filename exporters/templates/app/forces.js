  // Where the nodes of a graph stand: they push each other away, links pull, everything leans to the middle.
  // As d3-force does it; no chance is involved, so the same graph always looks the same.
  const forces = (size, links) => {
    const degree = new Float64Array(size);
    for (const { from, to } of links) {
      degree[from] += 1;
      degree[to] += 1;
    }
    const order = [...degree.keys()].sort((a, b) => degree[b] - degree[a] || a - b);
    const [x, y, dx, dy] = [0, 0, 0, 0].map(() => new Float64Array(size));
    order.forEach((node, nth) => {
      const [radius, angle] = [14 * Math.sqrt(nth + 0.5), nth * Math.PI * (3 - Math.sqrt(5))];
      x[node] = radius * Math.cos(angle);
      y[node] = radius * Math.sin(angle);
    });
    const push = size > 400 ? 160 : 260;
    let heat = 1;

    const repel = () => {
      for (let a = 0; a < size; a += 1) {
        for (let b = a + 1; b < size; b += 1) {
          const [across, down] = [x[b] - x[a], y[b] - y[a]];
          const far = across * across + down * down + 1;
          if (far > 250000) continue;
          const force = (push * heat) / far;
          dx[a] -= across * force;
          dy[a] -= down * force;
          dx[b] += across * force;
          dy[b] += down * force;
        }
      }
    };
    const pull = () => {
      for (const { from, to } of links) {
        const [across, down] = [x[to] - x[from], y[to] - y[from]];
        const far = Math.sqrt(across * across + down * down) || 1;
        const wanted = 42 + 3 * Math.sqrt(Math.max(degree[from], degree[to]));
        const force = (((far - wanted) / far) * heat) / Math.min(degree[from], degree[to]);
        const share = degree[from] / (degree[from] + degree[to]);
        dx[from] += across * force * (1 - share);
        dy[from] += down * force * (1 - share);
        dx[to] -= across * force * share;
        dy[to] -= down * force * share;
      }
    };
    const step = () => {
      repel();
      pull();
      for (let nth = 0; nth < size; nth += 1) {
        dx[nth] = (dx[nth] - x[nth] * 0.03 * heat) * 0.6;
        dy[nth] = (dy[nth] - y[nth] * 0.03 * heat) * 0.6;
        x[nth] += dx[nth];
        y[nth] += dy[nth];
      }
      heat *= 0.975;
      return heat > 0.02;
    };
    return { x, y, degree, step };
  };

  // Everything that can be reached from a node along links, the node itself left out.
  const reached = (start, next) => {
    const found = new Set([start]);
    for (const node of found) for (const other of next[node] ?? []) found.add(other);
    found.delete(start);
    return found;
  };
