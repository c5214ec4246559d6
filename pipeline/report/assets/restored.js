(() => {
  const marks = [...document.querySelectorAll("main mark")];
  const order = new Map(marks.map((mark, index) => [mark, index]));
  const doubts = marks.filter((mark) => mark.id.startsWith("doubt-"));
  const tip = document.getElementById("tip");
  const place = document.getElementById("place");
  let current = null; // the mark where the reader is, and the one that the tip explains
  let explained = null;

  // The explanation of a mark. All text goes in as text, never as markup.
  const element = (name, said, parent) => {
    const made = document.createElement(name);
    made.textContent = said;
    parent.append(made);
    return made;
  };

  const explain = (mark) => {
    const kind = mark.classList[0];
    const others = mark.dataset.o ? JSON.parse(mark.dataset.o) : [];
    const words = document.createElement("p");
    words.className = "words";
    if (kind !== "kept" && kind !== "suggestion") {
      element("s", mark.dataset.b || tip.dataset.nothing, words);
      words.append(" → ");
    }
    element("b", mark.textContent || tip.dataset.nothing, words);
    tip.replaceChildren(words);
    let said = tip.dataset[kind];
    if (mark.dataset.p && kind !== "suggestion") said += " · " + tip.dataset.sureness + ": " + mark.dataset.p;
    element("p", said, tip);
    if (others.length) {
      const line = element("p", (kind === "suggestion" ? tip.dataset.suggested : tip.dataset.others) + ": ", tip);
      others.forEach((other, index) => {
        if (index) line.append(", ");
        element("b", other, line);
      });
      if (kind !== "suggestion") line.append(" " + tip.dataset.rest.replace("{}", mark.dataset.r));
    } else if (kind !== "encoding" && kind !== "sure") {
      element("p", tip.dataset.none, tip);
    }
    tip.hidden = false;
    put(mark);
    if (explained) explained.removeAttribute("aria-describedby");
    mark.setAttribute("aria-describedby", "tip");
    explained = mark;
    for (const old of document.querySelectorAll(".twin")) old.classList.remove("twin");
    for (const twin of mark.closest(".r").querySelectorAll('[data-m="' + mark.dataset.m + '"]')) twin.classList.add("twin");
  };

  // Below the mark, or above it where there is no room; never beyond the window.
  const put = (mark) => {
    const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const below = box.bottom + 6;
    const top = below + tip.offsetHeight <= innerHeight ? below : box.top - tip.offsetHeight - 6;
    tip.style.top = Math.max(0, top) + "px";
    tip.style.left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8)) + "px";
  };

  const hide = () => {
    tip.hidden = true;
    if (explained) explained.removeAttribute("aria-describedby");
    explained = null;
    for (const old of document.querySelectorAll(".twin")) old.classList.remove("twin");
  };

  const go = (mark) => {
    if (!mark.hasAttribute("tabindex")) mark.tabIndex = -1;
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
    // Lines far away have no height before they are seen: once more, now that they have.
    requestAnimationFrame(() => { mark.scrollIntoView({ block: "center" }); if (explained === mark) put(mark); });
  };

  const arrive = (mark) => {
    if (current) current.removeAttribute("aria-current");
    current = mark;
    mark.setAttribute("aria-current", "true");
    tell();
  };

  const tell = () => {
    if (!doubts.length) place.textContent = place.dataset.none;
    else place.textContent = (current ? doubts.indexOf(current) + 1 || "–" : "–") + " / " + doubts.length;
  };

  // The next of `list` after the current mark (step 1) or before it (step -1), around the end.
  const step = (list, by) => {
    if (!list.length) return;
    const here = current ? order.get(current) : -1;
    const next = by > 0 ? list.find((mark) => order.get(mark) > here) : list.findLast((mark) => order.get(mark) < here);
    go(next || (by > 0 ? list[0] : list[list.length - 1]));
  };

  const looking = () => document.body.dataset.show === "look";
  const keys = {
    n: () => step(doubts, 1),
    p: () => step(doubts, -1),
    j: () => step(looking() ? doubts : marks, 1),
    k: () => step(looking() ? doubts : marks, -1),
    Escape: hide,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
    keys[event.key]();
    if (event.key !== "Escape") event.preventDefault();
  });
  document.getElementById("next").addEventListener("click", keys.n);
  document.getElementById("previous").addEventListener("click", keys.p);
  for (const id of ["next", "previous"]) document.getElementById(id).disabled = !doubts.length;

  const marked = (node) => node instanceof Element && node.closest("main mark");
  document.addEventListener("focusin", (event) => {
    const mark = marked(event.target);
    if (mark) { arrive(mark); explain(mark); }
  });
  document.addEventListener("focusout", (event) => { if (marked(event.target)) hide(); });
  document.addEventListener("pointerover", (event) => {
    const raw = event.target instanceof Element && event.target.closest("main s[data-m]");
    const mark = marked(event.target) || (raw && raw.closest(".r").querySelector('mark[data-m="' + raw.dataset.m + '"]'));
    if (mark && mark !== explained && !(looking() && !mark.id.startsWith("doubt-"))) explain(mark);
  });
  document.addEventListener("pointerout", (event) => {
    const to = event.relatedTarget;
    if (!explained || explained === document.activeElement || (to instanceof Node && tip.contains(to))) return;
    hide();
    if (marked(document.activeElement)) explain(document.activeElement);
  });
  document.addEventListener("click", (event) => { const mark = marked(event.target); if (mark) go(mark); });
  addEventListener("scroll", () => { if (explained) put(explained); }, { passive: true });
  addEventListener("resize", () => { if (explained) put(explained); });

  for (const choice of document.getElementsByName("show")) {
    choice.addEventListener("change", () => { document.body.dataset.show = choice.value; });
  }
  const changed = document.getElementById("changed");
  changed.addEventListener("change", () => { document.body.dataset.lines = changed.checked ? "changed" : "all"; });

  // #doubt-3, #m12 and #L1.7 lead to a place; a mark that is led to is where the reader is.
  const follow = () => {
    const target = marked(document.getElementById(decodeURIComponent(location.hash.slice(1))));
    if (target) go(target);
  };
  addEventListener("hashchange", follow);
  tell();
  follow();
})();
