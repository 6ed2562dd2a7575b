"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);

  // Light or dark: what the reader's system says, until the button is pressed.
  const theme = one("theme");
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const nameTheme = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); });
  theme.hidden = false;
  nameTheme();

  // What a cell says when it is pointed at or reached by keyboard.
  const tip = one("tip");
  const hideTip = () => { tip.hidden = true; };
  const showTip = (event) => {
    const about = event.target.closest("[data-tip]");
    if (!about) { hideTip(); return; }
    tip.textContent = about.dataset.tip;
    tip.hidden = false;
    about.setAttribute("aria-describedby", "tip");
    const box = about.getBoundingClientRect();
    const left = Math.max(4, Math.min(box.left, innerWidth - tip.offsetWidth - 4));
    const below = box.bottom + 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${below + tip.offsetHeight < innerHeight ? below : Math.max(4, box.top - tip.offsetHeight - 6)}px`;
  };
  document.addEventListener("mouseover", showTip);
  document.addEventListener("focusin", showTip);
  document.addEventListener("scroll", hideTip, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });

  // Arrow keys move through a table of cells; one of them is a stop of the Tab key.
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const isSeen = (element) => element.offsetParent !== null;
  for (const table of all("table.roving")) {
    const first = table.querySelector("td[data-tip]");
    if (first) first.tabIndex = 0;
    table.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      const from = event.target.closest("td[data-tip]");
      if (!step || !from) return;
      event.preventDefault();
      let row = from.parentElement;
      let place = from.cellIndex;
      for (;;) {
        if (step[0]) row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
        place += step[1];
        const next = row && row.cells[place];
        if (!next || !next.dataset.tip) return;
        if (isSeen(next)) { from.tabIndex = -1; next.tabIndex = 0; next.focus(); return; }
      }
    });
  }

  // Tables are sorted by a button in each column's head: by value where a cell has one, else by its words.
  const valueOf = (cell) => {
    const told = cell.dataset.value ?? cell.textContent.trim();
    return told !== "" && !Number.isNaN(Number(told)) ? Number(told) : told.toLowerCase();
  };
  const isBefore = (a, b) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1);
  for (const table of all("table.sortable, table.roving")) {
    const heads = all("thead th", table);
    heads.forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        const rows = all("tbody tr", table).map((row, order) => [valueOf(row.cells[place]), order, row]);
        rows.sort((a, b) => sign * isBefore(a[0], b[0]) || a[1] - b[1]);
        table.tBodies[0].append(...rows.map((row) => row[2]));
      });
    });
  }

  // One area, one officer, one day.
  const area = one("area");
  if (!area) return;
  const officer = one("officer");
  const day = one("day");
  area.closest("nav").hidden = false;
  const isWanted = (element) => {
    const data = element.dataset;
    const name = officer.value && officer.selectedOptions[0].textContent;
    return (!area.value || !data.area || data.area === area.value)
      && (!officer.value || !data.officer || data.officer === officer.value)
      && (!name || data.people === undefined || data.people.split("|").includes(name))
      && (day.value === "" || data.day === undefined || data.day === day.value);
  };

  // A day's duties, drawn from the data in the page.
  const told = JSON.parse(one("duties").textContent);
  const board = one("timelines");
  const wall = (minute) => {
    let off = 0;
    for (const [from, by] of told.turns) if (minute >= from) off = by;
    const clock = (((minute + off) % 1440) + 1440) % 1440;
    return `${String(Math.floor(clock / 60)).padStart(2, "0")}:${String(clock % 60).padStart(2, "0")}`;
  };
  const made = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const sentence = ([kind, start, end, place, reason, crew]) => {
    const where = place >= 0 ? ` · ${told.texts[place]}` : "";
    const who = crew.length ? `, with ${crew.map((person) => told.people[person][0]).join(", ")}` : "";
    const why = reason >= 0 ? `: ${told.texts[reason]}` : "";
    return `${wall(start)}–${wall(end)} ${told.kinds[kind]}${where}${who}${why}`;
  };
  const timeline = ([person, , shift, start, end, pieces], from, to) => {
    const duty = made("details", "timeline");
    const summary = made("summary");
    summary.append(made("span", "", `${told.people[person][0]}, ${told.texts[shift]} ${wall(start)}–${wall(end)}`));
    const track = made("span", "track");
    track.style.setProperty("--hours", (to - from) / 60);
    for (const piece of pieces) {
      const bar = made("span", told.kinds[piece[0]]);
      bar.style.left = `${(100 * (piece[1] - from)) / (to - from)}%`;
      bar.style.width = `${(100 * (piece[2] - piece[1])) / (to - from)}%`;
      bar.dataset.tip = sentence(piece);
      track.append(bar);
    }
    summary.append(track);
    duty.append(summary);
    duty.addEventListener("toggle", () => {
      if (!duty.open || duty.querySelector("ol")) return;
      const list = made("ol");
      list.append(...pieces.map((piece) => made("li", "", sentence(piece))));
      duty.append(list);
    });
    return duty;
  };
  const drawDay = () => {
    const chosen = Number(day.value || 0);
    const duties = told.duties.filter((duty) => duty[1] === chosen
      && (!area.value || told.people[duty[0]][1] === area.value)
      && (!officer.value || told.ids[duty[0]] === officer.value));
    const heading = made("h3", "", `${told.days[chosen][0]}: ${duties.length} ${duties.length === 1 ? "duty" : "duties"}`);
    if (!duties.length) { board.replaceChildren(heading); return; }
    const from = Math.floor(Math.min(...duties.map((duty) => duty[3])) / 60) * 60;
    const to = Math.ceil(Math.max(...duties.map((duty) => duty[4])) / 60) * 60;
    const axis = made("div", "axis");
    const hours = made("div");
    for (let minute = from; minute <= to; minute += 120) {
      const mark = made("span", "", wall(minute));
      mark.style.left = `${(100 * (minute - from)) / (to - from)}%`;
      hours.append(mark);
    }
    axis.append(hours);
    board.replaceChildren(heading, axis, ...duties.map((duty) => timeline(duty, from, to)));
  };

  const show = () => {
    for (const element of all("main [data-area], main [data-officer], main [data-day]")) element.hidden = !isWanted(element);
    for (const table of all("table.by-day")) {
      const lead = Number(table.dataset.lead);
      const last = told.days.length + lead;
      for (const row of table.rows) {
        for (let place = lead; place < last; place += 1) row.cells[place].hidden = day.value !== "" && Number(day.value) !== place - lead;
      }
      const stop = table.querySelector("td[data-tip][tabindex='0']");
      if (stop && !isSeen(stop)) {
        const next = all("td[data-tip]", table).find(isSeen);
        if (next) { stop.tabIndex = -1; next.tabIndex = 0; }
      }
    }
    for (const option of all("option[data-area]", officer)) option.hidden = Boolean(area.value) && option.dataset.area !== area.value;
    drawDay();
    const people = all(".grid tbody tr").filter((row) => !row.hidden).length;
    one("shown").textContent = area.value || officer.value || day.value !== "" ? `showing ${people} of ${told.people.length} people` : "";
  };
  for (const control of [area, officer, day]) control.addEventListener("change", show);
  area.addEventListener("change", () => {
    const chosen = officer.selectedOptions[0];
    if (chosen && chosen.hidden) { officer.value = ""; show(); }
  });
  one("clear").addEventListener("click", () => { area.value = officer.value = day.value = ""; show(); });
  drawDay();
})();
