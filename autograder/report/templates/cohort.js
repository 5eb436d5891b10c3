"use strict";
/* Shows, sorts and searches the table of students. Whatever is in the data becomes text, never an element. */
const data = JSON.parse(document.getElementById("data").textContent);
const by = (id) => document.getElementById(id);
const AT_ONCE = 40; // rows: more than fit on a screen; the rest follows when somebody scrolls there
const SAID = { m: "missing", x: "excused", d: "overridden", h: "held", o: "not graded yet", r: "refused", w: "awaits hand grading", l: "late", u: "graded by older tests" };
const SHORT = { m: "–", x: "excused", d: "set", h: "held", o: "ours", r: "refused", w: "+ hand", l: "late", u: "older" };
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const compare = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;

const rows = data.rows.map(([id, file, name, section, state, needs, soFar, final, marks]) => ({
  id, file: file || id, name, section, state, needs, soFar, final, marks,
  words: fold([id, name, section].join(" ")),
}));
const named = (row) => row.name || row.id;
const percentOf = (mark) => (Array.isArray(mark) ? mark[0] : typeof mark === "number" ? mark : null);
const lettersOf = (mark) => (Array.isArray(mark) ? mark[1] : typeof mark === "string" ? mark : "");
const VALUES = {
  name: named, section: (row) => row.section, state: (row) => row.state, soFar: (row) => row.soFar,
  final: (row) => row.final, missing: (row) => row.marks.filter((mark) => mark === "m").length,
};
data.assignments.forEach((_, place) => (VALUES["a" + place] = (row) => percentOf(row.marks[place])));

const CHOSEN = { needs: (row) => row.needs, hand: (row) => row.marks.some((mark) => lettersOf(mark).includes("w")) };

let order = { key: "name", down: false };
let found = rows;
let shown = AT_ONCE;

function element(kind, text, className) {
  const made = document.createElement(kind);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(address, text) {
  const made = element("a", text);
  made.href = address;
  return made;
}

function drawn(kind, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/* The marks that count so far, in the order of the course, as a line; what is missing is a ring at the bottom. */
function trend(row) {
  const counting = row.marks.map((mark) => [percentOf(mark), lettersOf(mark)]).filter(([percent, letters]) =>
    percent !== null || letters.includes("m"));
  if (!counting.length) return element("span", "", "soft");
  const words = counting.map(([percent]) => (percent === null ? "missing" : percent)).join(", ");
  const svg = drawn("svg", { viewBox: "0 0 96 26", width: 96, height: 26, role: "img", "aria-label": "Trend: " + words });
  const step = 88 / Math.max(data.assignments.length - 1, 1);
  const at = (place, percent) => [(4 + place * step).toFixed(1), (22 - 0.18 * Math.min(percent ?? 0, 100)).toFixed(1)];
  svg.append(drawn("line", { class: "axis", x1: 2, x2: 94, y1: 22.5, y2: 22.5 }));
  svg.append(drawn("polyline", { class: "line", points: counting.map(([p], place) => at(place, p).join(",")).join(" ") }));
  counting.forEach(([percent], place) => {
    const [cx, cy] = at(place, percent);
    if (percent === null) svg.append(drawn("circle", { class: "gap", cx, cy, r: 2.5 }));
    else if (place === counting.length - 1) svg.append(drawn("circle", { class: "dot", cx, cy, r: 2.5 }));
  });
  return svg;
}

function markCell(row, mark, place) {
  const cell = element("td", undefined, "n each");
  const percent = percentOf(mark), letters = lettersOf(mark);
  if (mark === null) {
    cell.append(element("span", "·", "soft"));
    return cell;
  }
  const said = [...letters].map((letter) => SAID[letter]).join(", ");
  const [name, title] = data.assignments[place];
  const made = link("feedback/" + encodeURIComponent(row.file) + "/" + encodeURIComponent(name) + ".html",
    percent === null ? SHORT[letters[0]] : String(percent));
  made.title = title + (said ? ": " + said : "");
  if (letters[0] === "m") made.setAttribute("aria-label", said);
  if (percent === null || percent < data.each) made.className = "low";
  cell.append(made);
  for (const letter of percent === null ? letters.slice(1) : letters) cell.append(element("span", SHORT[letter], "flag"));
  return cell;
}

function percentCell(value, kind) {
  const cell = element("td", undefined, "n");
  cell.append(value === null ? element("span", "–", "soft") : element(kind, value + " %"));
  return cell;
}

function tableRow(row) {
  const line = element("tr");
  const head = element("th");
  head.scope = "row";
  head.append(link("students/" + encodeURIComponent(row.file) + ".html", named(row)));
  if (row.name) head.append(element("span", row.id, "id"));
  const state = element("td");
  state.append(element("span", data.states[row.state], "chip s" + row.state));
  if (row.needs) state.append(element("span", "to look at", "flag"));
  const way = element("td");
  way.append(trend(row));
  const missing = VALUES.missing(row);
  line.append(head, percentCell(row.soFar, "b"), percentCell(row.final, "span"), state);
  if (by("section")) line.append(element("td", row.section));
  line.append(element("td", missing || "", "n"), way, ...row.marks.map((mark, place) => markCell(row, mark, place)));
  return line;
}

function show() {
  by("rows").replaceChildren(...found.slice(0, shown).map(tableRow));
  tell();
}

function showMore(count) {
  by("rows").append(...found.slice(shown, shown + count).map(tableRow));
  shown += count;
  tell();
}

function tell() {
  by("count").textContent = found.length === rows.length ? `${rows.length} students.` :
    `${found.length} of ${rows.length} students.`;
  const hidden = found.length - shown;
  by("more").hidden = hidden <= 0;
  by("more").textContent = `Show ${hidden} more`;
}

function choose() {
  const words = fold(by("find").value).split(/\s+/).filter(Boolean);
  const state = by("state").value, section = by("section")?.value ?? "";
  found = rows.filter((row) => words.every((word) => row.words.includes(word)) &&
    (!section || row.section === section) &&
    (!state || (CHOSEN[state] ? CHOSEN[state](row) : data.states[row.state] === state)));
  const value = VALUES[order.key], sign = order.down ? -1 : 1;
  found.sort((one, other) => {
    const a = value(one), b = value(other);
    if (a === null || b === null) return (a === null) - (b === null); // what has no number comes last, always
    return sign * (typeof a === "string" ? compare(a, b) : a - b) || compare(named(one), named(other));
  });
  shown = AT_ONCE;
  show();
}

for (const head of document.querySelectorAll("#students th[data-key]")) {
  head.querySelector("button").addEventListener("click", () => {
    const key = head.dataset.key;
    order = { key, down: order.key === key ? !order.down : !["name", "section", "state"].includes(key) };
    for (const each of document.querySelectorAll("#students th[data-key]")) {
      if (each === head) each.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      else each.removeAttribute("aria-sort");
    }
    choose();
  });
}
for (const id of ["find", "state", "section"]) by(id)?.addEventListener("input", choose);
by("more").addEventListener("click", () => {
  const first = shown;
  showMore(found.length);
  by("rows").rows[first]?.querySelector("a").focus();
});
by("each").addEventListener("change", () => by("students").classList.toggle("all", by("each").checked));
by("each").checked = matchMedia("(min-width: 75rem)").matches;
by("students").classList.toggle("all", by("each").checked);
new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && showMore(AT_ONCE)).observe(by("more"));
addEventListener("beforeprint", () => showMore(found.length));

/* A link such as #state=behind chooses these students. */
function follow() {
  const wanted = /^#state=(.*)$/.exec(location.hash);
  if (!wanted) return;
  const value = decodeURIComponent(wanted[1]);
  if (![...by("state").options].some((option) => option.value === value)) return;
  by("state").value = value;
  by("find").value = "";
  choose();
  by("list").scrollIntoView();
}
addEventListener("hashchange", follow);
choose();
follow();
