"use strict";
/* Draws the charts and runs the table of items. Text is set as text: nothing scraped becomes markup. */
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const specs = read("specs");

  /* The interpreter of expressions does without eval, which the page's policy forbids. */
  const options = { renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: { theme: "custom" } };
  const charts = [...document.querySelectorAll("[data-chart]")].map((element) =>
    window.vegaEmbed(element, specs[element.dataset.chart], options).catch((error) => {
      element.textContent = "This chart could not be drawn; its numbers stand below.";
      const numbers = element.closest("figure").querySelector("details");
      if (numbers) numbers.open = true;
      console.error(error);
    }),
  );
  Promise.all(charts).then(() => document.documentElement.setAttribute("data-drawn", String(charts.length)));

  const PAGE = window.matchMedia("(max-width: 46rem)").matches ? 20 : 50;
  const packed = read("rows");
  const named = (places) => places.map((place) => packed.names[place]).join(", ");
  const items = packed.rows.map((row) => ({
    date: row[0], id: row[1], title: row[2], url: row[3], kind: packed.names[row[4]], language: row[5],
    issuer: named(row[6]), field: named(row[7]), country: named(row[8]), total: row[9], female: row[10], male: row[11],
  }));
  /* Without accents and case, so that a search finds what one can type. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const haystack = (item) => {
    item.words ??= plain([item.title, item.id, item.date ?? "", item.issuer, item.field, item.country].join(" "));
    return item.words;
  };

  const element = (id) => document.getElementById(id);
  const body = document.querySelector(".items tbody");
  const headings = [...document.querySelectorAll(".items th[data-sort]")];
  const state = { sort: "date", down: true, page: 0, found: items };
  const ofText = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

  const choose = (id, values) => {
    for (const value of [...new Set(values)].sort(ofText.compare)) {
      const option = document.createElement("option");
      option.value = option.textContent = value;
      element(id).append(option);
    }
  };
  choose("kind", items.map((item) => item.kind));
  choose("language", items.map((item) => item.language));

  const find = () => {
    const words = plain(element("words").value).split(/\s+/).filter(Boolean);
    const kind = element("kind").value;
    const language = element("language").value;
    const stating = element("stating").value;
    state.found = items.filter(
      (item) =>
        (!kind || item.kind === kind) &&
        (!language || item.language === language) &&
        (stating !== "count" || item.total !== null || item.female !== null || item.male !== null) &&
        (stating !== "split" || (item.female !== null && item.male !== null)) &&
        words.every((word) => haystack(item).includes(word)),
    );
    order();
  };

  /* What is unknown stands last, whichever way the table is sorted. */
  const order = () => {
    const { sort, down } = state;
    const turn = down ? -1 : 1;
    state.found = [...state.found].sort((one, other) => {
      const a = one[sort], b = other[sort];
      const noA = a === null || a === "", noB = b === null || b === "";
      if (noA || noB) return noA - noB;
      return turn * (typeof a === "number" ? a - b : sort === "date" ? (a < b ? -1 : a > b ? 1 : 0) : ofText.compare(a, b));
    });
    state.page = 0;
    show();
  };

  const number = (value) => (value === null ? "–" : value.toLocaleString("en"));
  const cell = (row, name, text, label) => {
    const made = document.createElement("td");
    made.setAttribute("role", "cell");
    made.className = name + (text === "–" ? " nothing" : "");
    made.textContent = text;
    if (label) made.dataset.label = label;
    row.append(made);
    return made;
  };

  const shown = (item) => {
    const row = document.createElement("tr");
    row.setAttribute("role", "row");
    cell(row, "date", item.date ?? "–");
    const title = cell(row, "title", "");
    const link = document.createElement(/^https?:\/\//i.test(item.url) ? "a" : "span");
    if (link.tagName === "A") {
      link.href = item.url;
      link.rel = "noopener noreferrer";
    }
    link.lang = item.language;
    link.textContent = item.title;
    title.append(link);
    cell(row, "kind", item.kind);
    cell(row, "issuer", item.issuer || "–");
    cell(row, "country", item.country || "–");
    cell(row, "number", number(item.total), "Participants:");
    cell(row, "number", number(item.female), "Women and girls:");
    cell(row, "number", number(item.male), "Men and boys:");
    return row;
  };

  const show = () => {
    const pages = Math.max(1, Math.ceil(state.found.length / PAGE));
    state.page = Math.min(Math.max(state.page, 0), pages - 1);
    const start = state.page * PAGE;
    body.replaceChildren(...state.found.slice(start, start + PAGE).map(shown));
    for (const heading of headings) {
      if (heading.dataset.sort === state.sort) heading.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
    const many = state.found.length;
    element("found").textContent = many
      ? `${many.toLocaleString("en")} of ${items.length.toLocaleString("en")} items; ${(start + 1).toLocaleString("en")} to ${Math.min(start + PAGE, many).toLocaleString("en")} are shown.`
      : "No item has these words. Try fewer, or another spelling.";
    element("page").textContent = `Page ${state.page + 1} of ${pages}`;
    element("pager").hidden = pages === 1;
    for (const button of document.querySelectorAll("#pager button")) {
      const back = button.dataset.go === "first" || button.dataset.go === "previous";
      button.disabled = back ? state.page === 0 : state.page === pages - 1;
    }
  };

  const numbers = new Set(["total", "female", "male", "date"]);
  for (const heading of headings) {
    heading.querySelector("button").addEventListener("click", () => {
      const sort = heading.dataset.sort;
      state.down = state.sort === sort ? !state.down : numbers.has(sort);
      state.sort = sort;
      order();
    });
  }
  element("words").addEventListener("input", find);
  for (const id of ["kind", "language", "stating"]) element(id).addEventListener("change", find);
  element("search").addEventListener("submit", (event) => event.preventDefault());
  element("pager").addEventListener("click", (event) => {
    const go = event.target.dataset?.go;
    if (!go) return;
    state.page = { first: 0, previous: state.page - 1, next: state.page + 1, last: Infinity }[go];
    if (go === "last") state.page = Math.ceil(state.found.length / PAGE) - 1;
    show();
    element("items").scrollIntoView();
  });
  element("search").hidden = false;
  element("table").hidden = false;
  order();
})();
