// Sorts and filters the table that is marked with data-table, and keeps the choice in the address. Of a table that goes
// on on other pages (data-first is the first of data-pages) those are fetched, a few at a time, as soon as somebody wants to
// choose. Without this script the table is there in full, page by page.

const table = document.querySelector('table[data-table]');
if (table) begin(table);

function begin(table) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const params = new URLSearchParams(location.search);
  const language = document.documentElement.lang;
  const value = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
  const choice = (row, at) => row.cells[at].dataset.choice ?? row.cells[at].textContent.trim();
  let rows = [...body.rows];
  let whole = !table.dataset.first;
  let failed = '';

  const form = document.createElement('form');
  form.className = 'choices';
  form.addEventListener('submit', (event) => event.preventDefault());
  const count = document.createElement('output');
  const selects = new Map();

  let sorted = Number.parseInt(params.get('sort') ?? '', 10);
  if (!heads[sorted]?.dataset.sort) sorted = -1;
  let down = params.get('dir') === 'down';
  heads.forEach((head, at) => {
    if (!head.dataset.sort) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', async () => {
      await complete();
      down = sorted === at && !down;
      sorted = at;
      show();
    });
  });
  table.closest('.scroll').before(form);
  const filters = heads.filter((head) => head.dataset.filter).map((head) => head.dataset.filter);
  if (whole) offer();
  else if (sorted >= 0 || filters.some((name) => params.get(name))) complete();
  else {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = table.dataset.load;
    button.addEventListener('click', async () => {
      button.disabled = true;
      await complete();
      form.querySelector('select')?.focus();
    });
    form.append(button);
  }

  // Fetches the pages that the table goes on on, if that was not done, and offers to choose among all.
  async function complete() {
    if (whole) return;
    whole = true;
    table.setAttribute('aria-busy', 'true');
    form.append(count);
    try {
      rows = await fetchAll();
      document.querySelector('nav.pages')?.remove();
    } catch {
      // The rows of this page can still be chosen among.
      failed = table.dataset.failed;
    }
    table.removeAttribute('aria-busy');
    offer();
  }

  async function fetchAll() {
    const here = new URL(location.href).pathname;
    const first = new URL(table.dataset.first, location.href);
    const pages = Number(table.dataset.pages);
    const parts = [];
    let next = 1;
    let done = 0;
    async function read() {
      while (next <= pages) {
        const n = next++;
        const url = n > 1 ? new URL(`page/${n}/`, first) : first;
        parts[n - 1] = url.pathname === here ? [...body.rows] : await rowsOf(url);
        done += 1;
        count.textContent = table.dataset.progress.replace('{n}', done).replace('{pages}', pages);
      }
    }
    // All come to an end before anything is said of how it ended.
    const ends = await Promise.allSettled([read(), read(), read(), read()]);
    if (ends.some((end) => end.status === 'rejected')) throw new Error('a page is missing');
    return parts.flat().map((row) => document.adoptNode(row));
  }

  async function rowsOf(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return [...page.querySelector('table[data-table]').tBodies[0].rows];
  }

  function offer() {
    form.replaceChildren();
    heads.forEach((head, at) => {
      const name = head.dataset.filter;
      if (!name) return;
      const values = [...new Set(rows.map((row) => choice(row, at)))].filter(Boolean);
      if (values.length < 2) return;
      values.sort((a, b) => a.localeCompare(b, language));
      const label = document.createElement('label');
      const select = document.createElement('select');
      select.name = name;
      select.append(new Option(table.dataset.all, ''), ...values.map((text) => new Option(text, text)));
      const wanted = params.get(name);
      if (values.includes(wanted)) select.value = wanted;
      select.addEventListener('change', show);
      label.append(head.textContent.trim(), ' ', select);
      form.append(label);
      selects.set(at, select);
    });
    form.append(count);
    show();
  }

  // Numbers of different units are not compared: they stand unit by unit.
  function byNumber(a, b) {
    const unit = (row) => row.cells[sorted].dataset.unit ?? '';
    const number = (row) => Number(row.cells[sorted].dataset.value ?? 'NaN');
    const missing = Number.isNaN(number(a)) - Number.isNaN(number(b));
    const order = number(a) - number(b);
    return unit(a).localeCompare(unit(b)) || missing || (down ? -order : order) || 0;
  }

  function byText(a, b) {
    const order = value(a, sorted).localeCompare(value(b, sorted), language);
    return down ? -order : order;
  }

  function show() {
    const address = new URL(location.href);
    const keep = (key, text) => {
      if (text) address.searchParams.set(key, text);
      else address.searchParams.delete(key);
    };
    let shown = 0;
    for (const row of rows) {
      row.hidden = [...selects].some(([at, select]) => select.value && choice(row, at) !== select.value);
      if (!row.hidden) shown += 1;
    }
    count.textContent = [table.dataset.shown.replace('{n}', shown), failed].filter(Boolean).join('. ');
    for (const select of selects.values()) keep(select.name, select.value);
    heads.forEach((head, at) => {
      if (at === sorted) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    const order = sorted < 0 ? rows : [...rows].sort(heads[sorted].dataset.sort === 'number' ? byNumber : byText);
    body.append(...order);
    keep('sort', sorted < 0 ? '' : String(sorted));
    keep('dir', sorted >= 0 && down ? 'down' : '');
    if (address.href !== location.href) history.replaceState(null, '', address);
  }
}
