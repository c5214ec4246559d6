(() => {
  const at = (id) => document.getElementById(id);
  const marks = [...document.querySelectorAll("article mark[data-r]")];
  const cards = [...document.querySelectorAll("#records .card, #outline li[id]")];
  const sorts = new Map(cards.map((card) => [card.id.slice(2), card.className.replace(/^card /, "")]));
  const looks = new Set(cards.filter((card) => card.classList.contains("look")).map((card) => card.id.slice(2)));
  const idsOf = new Map(marks.map((mark) => [mark, mark.dataset.r.split(" ")]));
  const marksOf = new Map();
  marks.forEach((mark) => idsOf.get(mark).forEach((id) => {
    if (!marksOf.has(id)) marksOf.set(id, []);
    marksOf.get(id).push(mark);
  }));
  const kindOf = (id) => id.slice(0, id.lastIndexOf("-"));
  const order = new Map(marks.map((mark, index) => [mark, index]));
  const firstOf = (id) => (marksOf.has(id) ? order.get(marksOf.get(id)[0]) : -1);
  const hidden = new Set();
  const place = at("place");
  let current = null; // the item where the reader is

  // A mark is drawn as the innermost of its items that is shown.
  const shown = (mark) => idsOf.get(mark).filter((id) => !hidden.has(kindOf(id)));
  const dress = (mark) => {
    const [first] = shown(mark);
    let drawn = first ? sorts.get(first) : "";
    if (first && looks.has(first) && marksOf.get(first).slice(-1)[0] === mark) drawn += " last";
    if (current && idsOf.get(mark).includes(current)) drawn += " on";
    if (mark.className !== drawn) mark.className = drawn; // what is drawn already costs nothing
  };

  // What to look at, in order: what has no place first, then by place.
  const steps = (ids) => [...ids].filter((id) => !hidden.has(kindOf(id)))
    .map((id) => [firstOf(id), id])
    .sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
  let toLookAt = [];
  let all = [];

  const tell = () => {
    const here = toLookAt.indexOf(current);
    place.textContent = toLookAt.length ? (here < 0 ? "–" : here + 1) + " / " + toLookAt.length : place.dataset.none;
    for (const id of ["next", "previous"]) at(id).disabled = !toLookAt.length;
  };

  const leave = () => {
    if (!current) return;
    const was = current;
    current = null;
    at("c-" + was).removeAttribute("aria-current");
    (marksOf.get(was) || []).forEach(dress);
  };

  // What is far away has its height only when it is seen: scroll again until all is in place.
  const settle = (scroll, times = 4) => {
    scroll();
    if (times > 1) requestAnimationFrame(() => settle(scroll, times - 1));
  };
  const show = (element, block) => settle(() => element.scrollIntoView({ block }), 2);

  // Choose an item, and go to its place in the text, or to its card where it has none (or if told).
  const choose = (id, to) => {
    const card = at("c-" + id);
    if (!card) return;
    if (hidden.has(kindOf(id))) toggle(kindOf(id), true);
    if (card.hidden) clear();
    leave();
    current = id;
    card.setAttribute("aria-current", "true");
    const own = marksOf.get(id) || [];
    own.forEach((mark) => mark.classList.add("on"));
    const link = card.querySelector("a") || card;
    // The panel is scrolled by itself: scrolling the card into view would move the page as well.
    const panel = card.closest("#records, #outline");
    if (panel.scrollHeight > panel.clientHeight) {
      const reveal = () => {
        const box = card.getBoundingClientRect(), frame = panel.getBoundingClientRect();
        if (box.top < frame.top + 60 || box.bottom > frame.bottom) panel.scrollTop += box.top - frame.top - 90;
      };
      settle(reveal);
    } else if (to === "card" || !own.length) show(card, "center");
    if (to === "text" && own.length) {
      own[0].tabIndex = -1;
      show(own[0], "center");
      own[0].focus({ preventScroll: true });
    } else (to === "card" ? link : card).focus({ preventScroll: true });
    tell();
  };

  const step = (list, by) => {
    if (!list.length) return;
    let here = list.indexOf(current);
    if (here < 0 && current && marksOf.has(current)) { // between two of the list: the nearest in that direction
      const from = firstOf(current);
      here = list.findIndex((id) => firstOf(id) > from);
      here = here < 0 ? list.length : here;
      here += by > 0 ? -1 : 0;
    } else if (here < 0) here = by > 0 ? -1 : list.length;
    choose(list[(here + by + list.length) % list.length], "text");
  };

  // Kinds that are marked and listed
  const boxes = [...document.querySelectorAll("input[name=kind]")];
  const apply = () => {
    hidden.clear();
    boxes.forEach((box) => { if (!box.checked) hidden.add(box.value); });
    if (current && hidden.has(kindOf(current))) leave();
    marks.forEach(dress);
    document.querySelectorAll(".group").forEach((group) => { group.classList.toggle("off", hidden.has(group.dataset.kind)); });
    toLookAt = steps(looks);
    all = steps([...marksOf.keys()].filter((id) => kindOf(id) !== "sections"));
    tell();
  };
  const toggle = (kind, on) => {
    boxes.filter((box) => box.value === kind).forEach((box) => { box.checked = on; });
    apply();
  };
  boxes.forEach((box) => box.addEventListener("change", apply));

  // Finding records
  const find = at("find"), only = at("only");
  const keys = new Map();
  const search = () => {
    const wanted = wordsOf(find.value);
    let any = false;
    document.querySelectorAll(".group").forEach((group) => {
      let some = false;
      group.querySelectorAll(".card").forEach((card) => {
        if (wanted.length && !keys.has(card)) keys.set(card, fold(card.textContent));
        const fits = wanted.every((word) => keys.get(card).includes(word)) && (!only.checked || card.classList.contains("look"));
        card.hidden = !fits;
        some = some || fits;
      });
      group.hidden = !some;
      any = any || some;
    });
    at("found").hidden = any || (!wanted.length && !only.checked);
  };
  const clear = () => { find.value = ""; only.checked = false; search(); };
  find.addEventListener("input", search);
  only.addEventListener("change", search);

  const beside = at("beside");
  const lay = () => { document.body.classList.toggle("alone", !beside || !beside.checked); };
  if (beside) beside.addEventListener("change", lay);

  // From the text to the record, and back
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash.length > 1 && at("c-" + link.hash.slice(1))) {
      if (location.hash === link.hash) { event.preventDefault(); choose(link.hash.slice(1), "text"); }
      return; // else the address changes, and that is followed
    }
    const mark = event.target.closest("article mark[data-r]");
    if (!mark || !getSelection().isCollapsed) return;
    const ids = shown(mark);
    if (ids.length) choose(ids[(ids.indexOf(current) + 1) % ids.length], "card");
  });

  const typing = (target) => target instanceof Element && target.closest("input, select, textarea");
  const commands = {
    n: () => step(toLookAt, 1),
    p: () => step(toLookAt, -1),
    j: () => step(all, 1),
    k: () => step(all, -1),
    "/": () => find.focus(),
    Escape: () => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); leave(); tell(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape" && event.target === find) { clear(); find.blur(); }
      if (event.target.type !== "checkbox") return;
    }
    if (event.key === "Enter" && current) {
      const mark = event.target instanceof Element && event.target.closest("article mark[data-r]");
      if (mark) { choose(current, "card"); event.preventDefault(); }
      return; // on a link of a card Enter follows it
    }
    if (!Object.hasOwn(commands, event.key)) return;
    commands[event.key]();
    event.preventDefault();
  });
  at("next").addEventListener("click", commands.n);
  at("previous").addEventListener("click", commands.p);

  // Where panels begin: below the head, however high it is. Told to each by itself: what is inherited would have the
  // style of everything in them made anew.
  const panels = [at("outline"), at("records")];
  const measure = () => {
    const height = at("head").offsetHeight;
    document.documentElement.style.scrollPaddingTop = height + 16 + "px";
    panels.forEach((panel) => {
      panel.style.top = height + "px";
      panel.style.maxHeight = `calc(100vh - ${height}px)`;
    });
  };
  if (window.ResizeObserver) new ResizeObserver(measure).observe(at("head"));
  measure();

  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id) choose(id.replace(/^c-/, ""), "text");
  };
  addEventListener("hashchange", follow);
  apply();
  if (find.value || only.checked) search();
  lay();
  follow();
})();
