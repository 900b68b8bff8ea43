// Sorts and filters the tables of numbers (table[data-table] in [data-tables]), all by one choice, and keeps it in the
// address. Of what goes on on other pages (data-first is the first of data-pages) those are fetched, a few at a time, as
// soon as somebody wants to choose. Without this script the tables are there in full, page by page.

const area = document.querySelector('[data-tables]');
if (area) begin(area);

function begin(area) {
  const words = area.dataset;
  const params = new URLSearchParams(location.search);
  const language = document.documentElement.lang;
  const tables = () => [...area.querySelectorAll('table[data-table]')];
  const rowsOf = (table) => [...table.tBodies[0].rows];
  // All tables of a page have the same columns.
  const columns = [...tables()[0].tHead.rows[0].cells].map(({ dataset, textContent }) => ({
    name: dataset.name,
    kind: dataset.sort,
    isFilter: 'filter' in dataset,
    label: textContent.trim(),
  }));
  const text = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
  const choice = (row, at) => row.cells[at].dataset.choice ?? row.cells[at].textContent.trim();
  const filters = columns.flatMap(({ isFilter }, at) => (isFilter ? [at] : []));
  const selects = new Map();
  let sorted = columns.findIndex(({ name }) => name === params.get('sort'));
  let down = params.get('dir') === 'down';
  let whole = !words.first;
  let failed = '';

  const form = document.createElement('form');
  form.className = 'choices';
  form.addEventListener('submit', (event) => event.preventDefault());
  const count = document.createElement('output');
  area.prepend(form);
  equip();
  if (whole) offer();
  else if (sorted >= 0 || filters.some((at) => params.get(columns[at].name))) complete();
  else {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = words.load;
    button.addEventListener('click', async () => {
      button.disabled = true;
      await complete();
      form.querySelector('select')?.focus();
    });
    form.append(button);
  }

  // Makes buttons of the heads that have none yet.
  function equip() {
    for (const table of tables()) {
      [...table.tHead.rows[0].cells].forEach((head, at) => {
        if (head.querySelector('button')) return;
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
    }
  }

  // Fetches the pages that the tables go on on, if that was not done, and offers to choose among all.
  async function complete() {
    if (whole) return;
    whole = true;
    area.setAttribute('aria-busy', 'true');
    form.append(count);
    try {
      merge(await fetchAll());
      equip();
      for (const place of document.querySelectorAll('nav.pages, [data-page]')) place.remove();
    } catch {
      // The rows of this page can still be chosen among.
      failed = words.failed;
    }
    area.removeAttribute('aria-busy');
    offer();
  }

  // What the pages hold between them, in order.
  async function fetchAll() {
    const here = new URL(location.href).pathname;
    const first = new URL(words.first, location.href);
    const pages = Number(words.pages);
    const areas = [];
    let next = 1;
    let done = 0;
    async function read() {
      while (next <= pages) {
        const n = next++;
        const url = n > 1 ? new URL(`page/${n}/`, first) : first;
        areas[n - 1] = url.pathname === here ? area : await areaOf(url);
        done += 1;
        count.textContent = words.progress.replace('{n}', done).replace('{pages}', pages);
      }
    }
    // All come to an end before anything is said of how it ended.
    const ends = await Promise.allSettled([read(), read(), read(), read()]);
    if (ends.some((end) => end.status === 'rejected')) throw new Error('a page is missing');
    return areas;
  }

  async function areaOf(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = page.querySelector('[data-tables]');
    if (!found) throw new Error('a page has no tables');
    return found;
  }

  // Puts parts and lists that were cut by the end of a page together again.
  function merge(areas) {
    const [parts, lists] = [new Map(), new Map()];
    for (const part of areas.flatMap((area) => [...area.querySelectorAll('[data-part]')])) {
      const key = part.dataset.part;
      if (!parts.has(key)) parts.set(key, area.appendChild(part));
      for (const list of part.querySelectorAll('[data-list]')) {
        const known = lists.get(`${key} ${list.dataset.list}`);
        if (known) known.querySelector('tbody').append(...list.querySelector('tbody').rows);
        else {
          lists.set(`${key} ${list.dataset.list}`, list);
          if (parts.get(key) !== part) parts.get(key).append(list);
        }
      }
      if (parts.get(key) !== part) part.remove();
    }
  }

  function offer() {
    form.replaceChildren();
    const rows = tables().flatMap(rowsOf);
    for (const at of filters) {
      const column = columns[at];
      const values = [...new Set(rows.map((row) => choice(row, at)))].filter(Boolean);
      if (values.length < 2) continue;
      values.sort((a, b) => a.localeCompare(b, language));
      const label = document.createElement('label');
      const select = document.createElement('select');
      select.name = column.name;
      select.append(new Option(words.all, ''), ...values.map((value) => new Option(value, value)));
      const wanted = params.get(column.name);
      if (values.includes(wanted)) select.value = wanted;
      select.addEventListener('change', show);
      label.append(column.label, ' ', select);
      form.append(label);
      selects.set(at, select);
    }
    form.append(count);
    show();
  }

  // Decimals are compared digit by digit: to a float, long ones are equal that are not. Those of different units are not
  // compared: they stand unit by unit, and what is no number last.
  function byNumber(rows) {
    const decimal = (row) => (row.cells[sorted].dataset.value ?? '').split('.');
    const places = rows.reduce((most, row) => Math.max(most, decimal(row)[1]?.length ?? 0), 0);
    const keys = new Map(
      rows.map((row) => {
        const [integer, fraction = ''] = decimal(row);
        const number = integer && BigInt(integer + fraction.padEnd(places, '0'));
        return [row, { unit: row.cells[sorted].dataset.unit ?? '', missing: integer === '', number }];
      }),
    );
    return (a, b) => {
      const [one, other] = [keys.get(a), keys.get(b)];
      const order = one.number < other.number ? -1 : Number(one.number > other.number);
      return one.unit.localeCompare(other.unit) || one.missing - other.missing || (down ? -order : order);
    };
  }

  const byText = () => (a, b) => {
    const order = text(a, sorted).localeCompare(text(b, sorted), language);
    return down ? -order : order;
  };

  function show() {
    let shown = 0;
    for (const table of tables()) {
      const rows = rowsOf(table);
      for (const row of rows) {
        row.hidden = [...selects].some(([at, select]) => select.value && choice(row, at) !== select.value);
      }
      const seen = rows.filter((row) => !row.hidden).length;
      if (table.dataset.table !== 'latest') shown += seen;
      const list = table.closest('[data-list]');
      if (list) list.hidden = seen === 0;
      [...table.tHead.rows[0].cells].forEach((head, at) => {
        if (at === sorted) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        else head.removeAttribute('aria-sort');
      });
      if (sorted >= 0) {
        const compare = columns[sorted].kind === 'number' ? byNumber(rows) : byText();
        table.tBodies[0].append(...rows.sort(compare));
      }
    }
    for (const part of area.querySelectorAll('[data-part]')) {
      part.hidden = [...part.querySelectorAll('[data-list]')].every((list) => list.hidden);
    }
    count.textContent = [words.shown.replace('{n}', shown), failed].filter(Boolean).join('. ');
    keep();
  }

  // The address says what is chosen.
  function keep() {
    const address = new URL(location.href);
    const set = (key, value) => {
      if (value) address.searchParams.set(key, value);
      else address.searchParams.delete(key);
    };
    for (const select of selects.values()) set(select.name, select.value);
    set('sort', columns[sorted]?.name);
    set('dir', sorted >= 0 && down ? 'down' : '');
    if (address.href !== location.href) history.replaceState(null, '', address);
  }
}
