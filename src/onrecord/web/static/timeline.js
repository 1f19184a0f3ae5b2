// Draws the counts in a timeline's table, lets visitors select days by brushing, and saves the plot.
"use strict";

(() => {
  const colours = ["#1f77b4", "#e07b39", "#2a9d6f", "#b0528f", "#8c6d31", "#8a8f98"];
  const margin = { top: 8, right: 32, bottom: 26, left: 44 };
  const height = 260;
  const fewest = 7; // days, months or years that a plot covers at least

  const parse = {
    day: (words) => new Date(words + "T00:00:00Z"),
    month: (words) => new Date(words + "-01T00:00:00Z"),
    year: (words) => new Date(words + "-01-01T00:00:00Z"),
  };
  const interval = { day: d3.utcDay, month: d3.utcMonth, year: d3.utcYear };

  function readTable(figure) {
    const names = [...figure.querySelectorAll("thead th.number")].map((cell) => cell.textContent);
    const rows = [...figure.querySelectorAll("tbody tr")].map((row) => ({
      time: parse[figure.dataset.per](row.querySelector("th").textContent),
      label: row.querySelector("th").textContent,
      counts: [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent)),
    }));
    return { names, rows: rows.filter((row) => !Number.isNaN(row.time.getTime())) };
  }

  // A few bars stand in the middle of a longer time range, or they would be too wide.
  function extent(rows, step) {
    const first = rows[0].time;
    const last = step.offset(rows[rows.length - 1].time, 1);
    const missing = Math.max(0, fewest - step.count(first, last));
    return [step.offset(first, -Math.floor(missing / 2)), step.offset(last, Math.ceil(missing / 2))];
  }

  function draw(figure) {
    const canvas = figure.querySelector(".canvas");
    const { names, rows } = readTable(figure);
    canvas.replaceChildren();
    if (!rows.length) return;
    const step = interval[figure.dataset.per];
    const style = getComputedStyle(document.body);
    const ink = style.color;
    const width = Math.max(280, canvas.clientWidth);
    const [first, last] = extent(rows, step);
    const x = d3.scaleUtc([first, last], [margin.left, width - margin.right]);
    const ticks = Math.min(Math.max(2, Math.floor(width / 90)), step.count(first, last));
    const most = d3.max(rows, (row) => d3.sum(row.counts)) || 1;
    const y = d3.scaleLinear([0, most], [height - margin.bottom, margin.top]).nice();

    const svg = d3.create("svg").attr("xmlns", "http://www.w3.org/2000/svg").attr("viewBox", [0, 0, width, height])
      .attr("width", width).attr("height", height).attr("role", "img")
      .attr("aria-label", "Bars of the counts in the table below")
      .attr("font-family", "system-ui, sans-serif").attr("font-size", 11).attr("color", ink);
    svg.append("rect").attr("class", "paper").attr("width", width).attr("height", height)
      .attr("fill", style.backgroundColor);
    svg.append("g").attr("transform", `translate(0,${height - margin.bottom})`)
      .call(d3.axisBottom(x).ticks(ticks).tickSizeOuter(0));
    svg.append("g").attr("transform", `translate(${margin.left},0)`)
      .call(d3.axisLeft(y).tickValues(y.ticks(4).filter(Number.isInteger)).tickFormat(d3.format(",")))
      .call((axis) => axis.select(".domain").remove());

    const bars = svg.append("g");
    for (const row of rows) {
      const left = x(row.time);
      const wide = Math.max(1, x(step.offset(row.time, 1)) - left - 1);
      let below = 0;
      row.counts.forEach((count, number) => {
        if (!count) return;
        bars.append("rect").attr("x", left).attr("width", wide)
          .attr("y", y(below + count)).attr("height", y(below) - y(below + count))
          .attr("fill", colours[number % colours.length])
          .append("title").text(`${row.label}: ${count} – ${names[number]}`);
        below += count;
      });
    }

    const brush = d3.brushX().extent([[margin.left, margin.top], [width - margin.right, height - margin.bottom]])
      .on("end", (event) => {
        if (!event.selection || !event.sourceEvent) return;
        const [from, to] = event.selection.map(x.invert);
        narrow(figure, step.floor(from), d3.utcDay.offset(step.ceil(to), -1));
      });
    svg.append("g").attr("class", "brush").call(brush);
    canvas.append(svg.node());
    if (names.length > 1) canvas.append(legend(names));
  }

  function legend(names) {
    const list = document.createElement("ul");
    list.className = "plain inline legend";
    names.forEach((name, number) => {
      const item = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = "swatch";
      swatch.style.backgroundColor = colours[number % colours.length];
      item.append(swatch, " " + name);
      list.append(item);
    });
    return list;
  }

  function narrow(figure, from, to) {
    const address = new URL(figure.dataset.address, location.href);
    address.searchParams.set(figure.dataset.from || "said_from", from.toISOString().slice(0, 10));
    address.searchParams.set(figure.dataset.to || "said_to", to.toISOString().slice(0, 10));
    if (figure.dataset.by) address.searchParams.set("by", figure.dataset.by);
    location.assign(address);
  }

  function drawing(figure) {
    const copy = figure.querySelector("svg").cloneNode(true);
    copy.querySelector(".brush")?.remove();
    const names = readTable(figure).names;
    if (names.length > 1) {
      const tall = Number(copy.getAttribute("height"));
      names.forEach((name, number) => {
        const at = tall + 14 + 16 * number;
        const svg = d3.select(copy);
        svg.append("rect").attr("x", margin.left).attr("y", at - 9).attr("width", 10).attr("height", 10)
          .attr("fill", colours[number % colours.length]);
        svg.append("text").attr("x", margin.left + 16).attr("y", at).attr("fill", "currentColor").text(name);
      });
      const whole = tall + 16 * names.length + 8;
      copy.setAttribute("height", whole);
      copy.setAttribute("viewBox", `0 0 ${copy.getAttribute("width")} ${whole}`);
      copy.querySelector(".paper").setAttribute("height", whole);
    }
    return copy;
  }

  function save(figure, kind) {
    const copy = drawing(figure);
    const source = new XMLSerializer().serializeToString(copy);
    const blob = new Blob([source], { type: "image/svg+xml;charset=utf-8" });
    if (kind === "svg") {
      offer(blob, "timeline.svg");
      return;
    }
    const scale = 2;
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = scale * Number(copy.getAttribute("width"));
      canvas.height = scale * Number(copy.getAttribute("height"));
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(image.src);
      canvas.toBlob((png) => offer(png, "timeline.png"), "image/png");
    };
    image.src = URL.createObjectURL(blob);
  }

  function offer(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function drawAll() {
    for (const figure of document.querySelectorAll("figure.plot")) draw(figure);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    if (button) save(button.closest("figure"), button.dataset.save);
  });
  document.body.addEventListener("htmx:afterSettle", drawAll);
  window.addEventListener("resize", () => {
    clearTimeout(drawAll.timer);
    drawAll.timer = setTimeout(drawAll, 150);
  });
  drawAll();
})();
