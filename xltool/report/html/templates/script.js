(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const all = (query, from) => Array.from((from || document).querySelectorAll(query));
  const data = JSON.parse($("data").textContent);
  const words = data.words;
  const make = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  root.classList.add("js");

  // ---- light and dark

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const showTheme = () => $("theme").setAttribute("aria-pressed", String(isDark()));
  $("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    showTheme();
  });
  dark.addEventListener("change", showTheme);
  showTheme();

  // ---- the breakdown: one table at a time

  const panels = all(".panel");
  let showPanel = () => {};
  if (panels.length) {
    const bar = make("div", "tabs");
    bar.setAttribute("role", "tablist");
    bar.setAttribute("aria-labelledby", "tables-head");
    const tabs = panels.map((panel) => {
      const tab = make("button", "", panel.querySelector("h3").textContent);
      tab.type = "button";
      tab.id = "tab-" + panel.id;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      bar.append(tab);
      return tab;
    });
    showPanel = (number) => panels.forEach((panel, at) => {
      panel.hidden = at !== number;
      tabs[at].setAttribute("aria-selected", String(at === number));
      tabs[at].tabIndex = at === number ? 0 : -1;
    });
    tabs.forEach((tab, at) => {
      tab.addEventListener("click", () => showPanel(at));
      tab.addEventListener("keydown", (event) => {
        const last = tabs.length - 1;
        const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        showPanel(to);
        tabs[to].focus();
      });
    });
    const box = panels[0].parentNode;
    box.classList.add("tabbed");
    box.before(bar);
    showPanel(0);
  }

  // ---- sorting

  const order = new Intl.Collator(root.lang, { numeric: true });
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim();
  };
  const number = (text) => Number(text.replace(/,/g, ""));
  all("table.sortable").forEach((table) => {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      const button = make("button", "", head.textContent);
      button.type = "button";
      button.title = words.sort + head.textContent;
      head.dataset.label = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const numbers = head.dataset.sort === "number";
        const now = head.getAttribute("aria-sort");
        const up = now ? now === "descending" : !numbers || column === 0;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const body = table.tBodies[0];
        const rows = Array.from(body.rows);
        rows.sort((a, b) => {
          const [x, y] = [keyOf(a, column), keyOf(b, column)];
          const found = numbers ? number(x) - number(y) : order.compare(x, y);
          return up ? found : -found;
        });
        body.append(...rows);
      });
    });
  });

  // ---- findings: filter, search, group

  const cards = all(".card");
  const groups = $("groups");
  const filter = $("filter");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  let clear = () => {};
  let narrow = () => {};
  if (filter) {
    const texts = cards.map(() => "");
    const byRule = all(".group", groups);
    const titles = {
      department: (card) => card.querySelector(".department").textContent || $("in-department").options[0].textContent,
      project: (card) => card.querySelector(".owner").textContent,
    };
    const selects = all("select[data-filter]", filter);
    const search = $("search");

    const regroup = () => {
      const by = $("group").value;
      groups.dataset.by = by;
      const open = by === "rule" ? byRule : [];
      if (by === "rule") {
        cards.forEach((card) => byRule[Number(card.dataset.rule)].querySelector(".cards").append(card));
      } else {
        const made = new Map();
        cards.forEach((card) => {
          const key = card.dataset[by];
          if (!made.has(key)) {
            const group = make("details", "group");
            group.open = true;
            const head = make("summary");
            head.append(make("h3", "", titles[by](card)), make("span", "group-count"));
            group.append(head, make("ol", "cards"));
            made.set(key, group);
            open.push(group);
          }
          made.get(key).querySelector(".cards").append(card);
        });
      }
      groups.replaceChildren(...open);
    };

    const refresh = () => {
      const severities = new Set(all("input[name=severity]", filter).filter((box) => box.checked).map((box) => box.value));
      const wanted = plain(search.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      cards.forEach((card, at) => {
        if (wanted.length && !texts[at]) {
          const rule = byRule[Number(card.dataset.rule)];
          texts[at] = plain(rule.querySelector("summary").textContent + " " + card.textContent);
        }
        const fits = severities.has(card.dataset.severity)
          && selects.every((select) => !select.value || card.dataset[select.dataset.filter] === select.value)
          && wanted.every((word) => texts[at].includes(word));
        card.hidden = !fits;
        if (fits) shown += 1;
      });
      Array.from(groups.children).forEach((group) => {
        const left = all(".card", group).filter((card) => !card.hidden).length;
        group.hidden = !left;
        group.querySelector(".group-count").textContent = left.toLocaleString(root.lang);
      });
      const count = $("count");
      count.textContent = fill(words.shown, { n: shown.toLocaleString(root.lang), all: cards.length.toLocaleString(root.lang) })
        + (shown ? "" : " " + words.none);
      const whole = severities.size === data.ranks.length && !search.value && selects.every((select) => !select.value);
      $("reset").hidden = whole;
      count.classList.toggle("filtered", !whole);
    };

    clear = () => {
      filter.reset();
      refresh();
    };
    narrow = (kind, value) => {
      filter.reset();
      $("in-" + kind).value = value;
      refresh();
      $("findings").focus({ preventScroll: true });
      $("findings").scrollIntoView();
    };

    filter.addEventListener("submit", (event) => event.preventDefault());
    $("reset").addEventListener("click", () => {
      clear();
      search.focus();
    });
    filter.addEventListener("change", refresh);
    $("group").addEventListener("change", () => {
      regroup();
      refresh();
    });
    let waiting = 0;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 120);
    });
    refresh();
  }

  // ---- sheets: a table is made when a sheet is opened

  const serious = (numbers) => data.ranks[Math.min(...numbers.map((one) => data.ranks.indexOf(data.severities[one - 1])))];
  const links = (numbers) => {
    const box = make("span", "marks");
    numbers.forEach((one) => {
      const severity = data.severities[one - 1];
      const link = make("a", "mark " + severity, String(one));
      link.href = "#f-" + one;
      link.setAttribute("aria-label", fill(words.mark, { n: one, severity: data.severity[severity] }));
      box.append(link);
    });
    return box;
  };
  const drawSheet = (details) => {
    const box = details.querySelector(".picture");
    if (box.firstChild) return;
    const sheet = JSON.parse($("d-" + details.id.slice(2)).textContent);
    const layout = data.layouts[sheet.l];
    const marks = new Map(sheet.m);
    const names = new Map(Object.entries(sheet.f).map(([name, at]) => [at, name]));
    const table = make("table");
    table.append(make("colgroup"));
    for (let at = 0; at < layout.w; at += 1) table.firstChild.append(make("col"));
    const rows = [];
    for (let at = 0; at < layout.h; at += 1) rows.push(make("tr"));
    let field = 0;
    layout.c.slice().map((cell) => (cell.length === 6 ? [cell, -1] : [cell, field++]))
      .sort(([a], [b]) => a[0] - b[0] || a[1] - b[1])
      .forEach(([[row, , tall, wide, look, text], at]) => {
        const cell = make("td", look);
        cell.rowSpan = tall;
        cell.colSpan = wide;
        const numbers = at < 0 ? undefined : marks.get(at);
        if (numbers) {
          cell.classList.add("marked", serious(numbers));
          cell.dataset.field = names.get(at);
          cell.tabIndex = -1;
          cell.append(links(numbers));
        }
        cell.append(at < 0 ? text : sheet.v[at]);
        rows[row - 1].append(cell);
      });
    const body = make("tbody");
    body.append(...rows);
    table.append(body);
    box.append(table);
    if (sheet.x.length) {
      const outside = make("table", "outside");
      outside.append(make("caption", "", box.dataset.outside));
      sheet.x.forEach(([place, text, numbers]) => {
        const row = outside.insertRow();
        row.insertCell().textContent = place;
        const cell = row.insertCell();
        cell.classList.add("marked", serious(numbers));
        cell.append(links(numbers), text);
      });
      box.append(outside);
    }
  };
  const sheets = all("details.sheet");
  sheets.forEach((details) => details.addEventListener("toggle", () => {
    if (details.open) drawSheet(details);
  }));
  const openSheet = (details, field) => {
    details.open = true;
    drawSheet(details);
    const cell = field ? all("td.marked", details).find((one) => one.dataset.field === field) : undefined;
    const target = cell || details.querySelector("summary");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: cell ? "center" : "start", inline: "nearest" });
  };
  if ($("open-all")) {
    const openNext = (left) => {
      left.splice(0, 10).forEach((one) => {
        one.open = true;
        drawSheet(one);
      });
      if (left.length) setTimeout(openNext, 0, left);
    };
    $("open-all").addEventListener("click", () => openNext(sheets.filter((one) => "marked" in one.dataset)));
    $("close-all").addEventListener("click", () => sheets.forEach((one) => { one.open = false; }));
  }

  // ---- links within the page

  const openCard = (card) => {
    if (card.hidden) clear();
    card.closest("details").open = true;
    all(".card.current").forEach((other) => other.classList.remove("current"));
    card.classList.add("current");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
  };
  const follow = (hash, field) => {
    const target = hash.length > 1 ? $(hash.slice(1)) : null;
    if (!target) return;
    if (target.classList.contains("card")) openCard(target);
    else if (target.classList.contains("sheet")) openSheet(target, field);
    else if (target.classList.contains("group")) target.open = true;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.filter) {
      event.preventDefault();
      narrow(link.dataset.filter, link.dataset.value);
    } else if (/^#[fs]-\d+$/.test(link.hash)) {
      event.preventDefault();
      if (location.hash !== link.hash) history.pushState(null, "", link.hash);
      follow(link.hash, link.dataset.field);
    }
  });
  window.addEventListener("popstate", () => follow(location.hash));
  follow(location.hash);
})();
