(() => {
  const head = document.getElementById("head");
  const table = document.getElementById("list");
  const body = table.tBodies[0];
  const form = document.querySelector("form");
  const field = (name) => form.elements.namedItem(name);
  const rows = [...body.rows];
  const columns = [...table.tHead.querySelectorAll("button")];
  const figures = new Intl.NumberFormat(document.documentElement.lang);
  const figure = (count) => figures.format(count);
  const words = new Map(); // what is searched in a row, made when it is first wanted

  // Narrowing
  const fits = (row, wanted) => {
    for (const name of ["kind", "province", "status"]) {
      const choice = field(name);
      if (choice && choice.value && row.dataset[name] !== choice.value) return false;
    }
    if (field("review").checked && !Number(row.dataset.review)) return false;
    if (field("findings").checked && !Number(row.dataset.findings)) return false;
    if (wanted.length && !words.has(row)) words.set(row, fold(row.textContent));
    return wanted.every((word) => words.get(row).includes(word));
  };
  const narrow = () => {
    const wanted = wordsOf(field("words").value);
    let count = 0;
    for (const row of rows) {
      const shown = fits(row, wanted);
      row.hidden = !shown;
      count += shown;
    }
    const told = document.getElementById("shown");
    told.textContent = count === rows.length ? "" : told.dataset.said.replace("{}", figure(count)).replace("{}", figure(rows.length));
    document.getElementById("nothing").hidden = count > 0;
  };
  form.addEventListener("input", narrow);
  form.addEventListener("change", narrow);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(narrow));

  // Sorting: text as a Vietnamese reader expects, figures the greatest first
  const collator = new Intl.Collator("vi", { numeric: true });
  const value = (row, column, index) => {
    const name = column.dataset.sort;
    if (name in row.dataset && name !== "kind" && name !== "status") return row.dataset[name];
    return row.cells[index].textContent.replace(/[.,](?=\d{3}\b)/g, "");
  };
  const sort = (index, down) => {
    const column = columns[index];
    const figures = column.parentElement.classList.contains("n");
    const keyed = rows.map((row, place) => [value(row, column, index), place, row]);
    keyed.sort((a, b) => {
      if (!a[0] !== !b[0]) return a[0] ? -1 : 1; // what is empty stands last, whichever way
      const order = figures ? a[0] - b[0] : collator.compare(a[0], b[0]);
      return (down ? -order : order) || a[1] - b[1];
    });
    body.append(...keyed.map((one) => one[2]));
    columns.forEach((other, at) => {
      if (at === index) other.parentElement.setAttribute("aria-sort", down ? "descending" : "ascending");
      else other.parentElement.removeAttribute("aria-sort");
    });
    history.replaceState({ index, down }, "");
  };
  columns.forEach((column, index) => column.addEventListener("click", () => {
    const now = column.parentElement.getAttribute("aria-sort");
    sort(index, now ? now === "ascending" : column.parentElement.classList.contains("n"));
  }));

  // The findings of one document at a time
  body.addEventListener("toggle", (event) => {
    if (event.target.open) body.querySelectorAll("details[open]").forEach((other) => { other.open = other === event.target; });
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select")) return;
    field("words").focus();
    event.preventDefault();
  });

  const measure = () => {
    const height = (getComputedStyle(head).position === "sticky" ? head.offsetHeight : 0) + "px";
    for (const cell of table.tHead.rows[0].cells) cell.style.top = height;
  };
  if (window.ResizeObserver) new ResizeObserver(measure).observe(head);
  measure();

  // Who comes back from a document finds the list as it was left.
  if (history.state && columns[history.state.index]) sort(history.state.index, history.state.down);
  narrow();
  addEventListener("pageshow", narrow);
})();
