"use strict";
/* The page is whole without this script. It shows one node at a time, keeps the way there, and searches. */
(() => {
  const root = document.documentElement;
  const all = (where, what) => [...where.querySelectorAll(what)];
  const start = document.body.dataset.start;
  const people = document.body.classList.contains("people");
  let trail = [];
  let node = start;
  let view = "node";

  const lang = () => document.querySelector("input[name=lang]:checked").value;
  const book = () => document.getElementById(lang());
  const article = (id) => document.getElementById(`${lang()}.${id}`);
  const choice = ([id, row]) => article(id)?.querySelector(`.choice[data-row="${row}"]`);
  const target = (link) => link.hash.slice(1).split(".")[1];

  /* What the way so far says of the facts: each choice leaves some values of a fact and no others. */
  function facts(way) {
    const known = new Map();
    for (const link of way.map(choice)) {
      for (const [fact, values] of Object.entries(JSON.parse(link.dataset.when))) {
        known.set(fact, values.filter((value) => !known.has(fact) || known.get(fact).includes(value)));
      }
    }
    return known;
  }

  function possible(link, known) {
    const given = JSON.parse(book().dataset.facts);
    return Object.entries(JSON.parse(link.dataset.when)).every(([fact, values]) => {
      const before = known.get(fact) ?? (fact in given ? [given[fact]] : article(fact) ? ["unknown"] : values);
      return fact === node || values.some((value) => before.includes(value));
    });
  }

  function showTrail() {
    const nav = book().querySelector(".trail");
    const steps = trail.flatMap((step, index) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const taken = choice(step);
      if (people && !taken.dataset.said) return [];
      link.href = `#${lang()}.${step[0]}`;
      link.dataset.cut = index;
      link.textContent = taken.dataset.said || taken.dataset.by;
      item.append(link);
      return [item];
    });
    nav.querySelector("ol").replaceChildren(...steps);
    nav.hidden = book().querySelector(".steps").hidden = !steps.length;
  }

  /* What people may unfold stands once in a book, after its pages: a page names the parts by their places there. */
  function fold(here) {
    for (const each of all(here, ".behind")) each.remove();
    const told = [];
    let heading;
    for (const each of document.getElementById(`${lang()}-more`)?.parentNode.children ?? []) {
      if (each.matches("h3")) heading = each;
      else told.push([heading, each]);
    }
    told.shift();  // the heading of all
    let section;
    let under;
    for (const run of all(here, "[data-parts]:not([hidden])")) {
      for (const place of run.dataset.parts.split(" ")) {
        const [behind, part] = told[place];
        if (behind !== under) {
          under = behind;
          section = document.createElement("details");
          section.className = "behind";
          const name = document.createElement("h4");
          name.append(...behind.cloneNode(true).childNodes);
          section.appendChild(document.createElement("summary")).append(name);
          run.before(section);
        }
        section.append(part.cloneNode(true));
      }
    }
  }

  /* The wizard repeats the answers and is less sure after a "not sure": so does the page at the end of a walk. */
  function showAdvice(here) {
    const links = trail.map(choice);
    const flag = (name) => Number(links.some((link) => name in link.dataset));
    const brand = links.reduce((before, link) => link.dataset.brand ?? before, "unknown");
    const mood = `${flag("raises")}${flag("doubts")}.${brand}`;
    const parts = all(here, "[data-moods]");
    if (links.length) {
      for (const part of parts) part.hidden = !part.dataset.moods.split(" ").includes(mood);
    }
    fold(here);
    const said = links.map((link) => link.dataset.said).filter(Boolean);
    for (const list of all(here, ".said")) {
      list.replaceChildren(...said.map((text) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }));
    }
  }

  function showNode() {
    const here = article(node);
    for (const each of all(document, ".here")) each.classList.remove("here");
    here.classList.add("here");
    showTrail();
    showAdvice(here);
    const known = facts(trail);
    for (const link of all(here, ".choice")) {
      const ruledOut = !possible(link, known);
      link.classList.toggle("ruled-out", ruledOut);
      link.dataset.ruledOut = book().dataset.ruledOut;
    }
  }

  /* The map is larger than any screen: it opens where the walk stands. */
  function showMap() {
    const frame = book().querySelector(".map .wide");
    const box = frame.querySelector(`a[href="#${lang()}.${node}"]`).getBoundingClientRect();
    const edge = frame.getBoundingClientRect();
    frame.scrollTo({
      left: frame.scrollLeft + box.left - edge.left - 24,
      top: frame.scrollTop + box.top - edge.top - edge.height / 3,
      behavior: "instant",
    });
  }

  function show({ focus = true } = {}) {
    root.lang = lang();
    root.dataset.view = view;
    document.title = book().querySelector("h1").textContent;
    for (const link of all(book(), "[data-view]")) {
      const current = link.dataset.view === (view === "node" ? "walk" : view);
      if (current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (view === "node") {
      showNode();
      document.title = `${document.getElementById(`${lang()}.${node}.title`).textContent} · ${document.title}`;
    }
    const heading = view === "node" ? `${lang()}.${node}.title` : `${lang()}-${view}`;
    if (view === "map") showMap();
    if (focus) {
      document.getElementById(heading)?.focus({ preventScroll: true });
      scrollTo({ top: 0, behavior: "instant" });
    }
  }

  const place = () => (view === "node" ? `#${lang()}.${node}` : `#${lang()}-${view}`);

  function remember(replace = false) {
    history[replace ? "replaceState" : "pushState"]({ trail, node, view }, "", people ? undefined : place());
  }

  const decides = () => people && article(node).classList.contains("table");

  /* People are shown no table: as in the wizard, the first row that holds decides, and nothing was looked at. */
  function decide() {
    while (decides()) {
      const known = facts(trail);
      const link = all(article(node), ".choice").find((each) => possible(each, known));
      trail = [...trail, [node, Number(link.dataset.row)]];
      node = target(link);
    }
  }

  function go(next) {
    ({ node = node, trail = trail, view = "node" } = next);
    decide();
    remember();
    show();
  }

  const wayTo = (id) => JSON.parse(article(id).dataset.way ?? "[]");

  function back() {
    if (view !== "node") go({ view: "node" });
    else if (trail.length) {
      const asked = trail.findLastIndex((step) => !people || choice(step).dataset.said);
      if (asked >= 0) go({ node: trail[asked][0], trail: trail.slice(0, asked) });
    }
  }

  function follow(link) {
    if (link.dataset.view) {
      go(link.dataset.view === "walk" ? { view: "node" } : { view: link.dataset.view });
    } else if (link.dataset.cut) {
      const at = Number(link.dataset.cut);
      go({ node: trail[at][0], trail: trail.slice(0, at) });
    } else if (link.classList.contains("choice")) {
      go({ node: target(link), trail: [...trail, [node, Number(link.dataset.row)]] });
    } else {
      go({ node: target(link), trail: wayTo(target(link)) });
    }
  }

  const folded = (text) => text.normalize("NFKC").toLowerCase();

  function search(field) {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of all(book(), ".contents [data-for]")) {
      const page = article(entry.dataset.for);
      page.folded ??= folded(`${entry.dataset.for} ${page.textContent}`);
      entry.hidden = !words.every((word) => page.folded.includes(word));
      count += Number(!entry.hidden);
    }
    for (const group of all(book(), ".contents .group")) {
      group.hidden = !group.querySelector("[data-for]:not([hidden])");
    }
    const { foundOne, foundMany, foundNone } = book().dataset;
    const told = count === 1 ? foundOne : count ? foundMany : foundNone;
    book().querySelector(".found").textContent = words.length ? told.replace("{count}", count) : "";
  }

  const typing = (target) => target.matches("input[type=search], textarea");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && !link.classList.contains("skip") && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      follow({
        dataset: link.dataset,
        classList: link.classList,
        hash: link.getAttribute("href"),
      });
    }
    const action = event.target.closest("[data-do]")?.dataset.do;
    if (action === "back") back();
    if (action === "restart") go({ node: start, trail: [] });
  });

  document.addEventListener("keydown", (event) => {
    const { key } = event;
    if (typing(event.target)) {
      if (key === "Escape") {
        event.target.value = "";
        search(event.target);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (key === "Backspace" || (key === "ArrowLeft" && event.altKey)) {
      event.preventDefault();
      back();
    } else if (key === "/" && !people) {
      event.preventDefault();
      if (view !== "all") go({ view: "all" });
      book().querySelector("input[type=search]").focus();
    } else if (/^[1-9]$/.test(key) && view === "node" && !event.altKey) {
      all(article(node), ".choice")[key - 1]?.click();
    }
  });

  for (const field of all(document, "input[type=search]")) field.addEventListener("input", () => search(field));
  for (const button of all(document, "input[name=lang]")) {
    button.addEventListener("change", () => {
      remember(true);
      show({ focus: false });
    });
  }

  addEventListener("popstate", (event) => {
    if (event.state) ({ trail, node, view } = event.state);
    show();
  });

  /* What every page has in its place is not in the file: its name, the rows of its answers, what an answer says. */
  function complete(page) {
    const title = page.querySelector("h3:not(details *)");
    title.id = `${page.id}.title`;
    title.tabIndex = -1;
    page.setAttribute("aria-labelledby", title.id);
    all(page, ".choices a").forEach((link, row) => {
      const { dataset } = link;
      link.classList.add("choice");
      dataset.row = row;
      if (!dataset.option) return;
      dataset.said ??= link.textContent;
      dataset.when = JSON.stringify({ [page.id.split(".")[1]]: [dataset.option] });
    });
  }

  /* An address names a language and a node or a view; else the walk begins where the page was made to begin. */
  function begin() {
    for (const each of all(document, "article")) complete(each);
    const [, tag, mark, name] = location.hash.match(/^#([A-Za-z0-9]+(?:-[A-Z][a-z]+)?)([.-])(\w+)$/) ?? [];
    const button = tag && document.getElementById(`lang-${tag}`);
    const speaks = (field) => navigator.languages.some((each) => each.split("-")[0] === field.value.split("-")[0]);
    const own = people && all(document, "input[name=lang]").find(speaks);
    if (button ?? own) (button ?? own).checked = true;
    if (!people && history.state?.node) ({ trail, node, view } = history.state);
    else if (mark === "." && article(name)) [node, trail] = [name, wayTo(name)];
    else if (mark === "-" && ["all", "map"].includes(name)) view = name;
    else {
      trail = JSON.parse(document.body.dataset.trail);
      if (trail.length) node = target({ hash: choice(trail[trail.length - 1]).getAttribute("href") });
    }
    decide();
    const day = 24 * 60 * 60 * 1000;
    for (const each of all(document, ".old")) each.hidden = Date.now() - Date.parse(each.dataset.made) < day;
    for (const each of all(document, ".views, .keys, .search")) each.hidden = false;
    root.classList.add("js");
    history.replaceState({ trail, node, view }, "");  // a new address would take the first Tab away from the top
    show({ focus: false });
    scrollTo({ top: 0, behavior: "instant" });
  }
  begin();
})();
