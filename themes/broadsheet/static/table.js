// Sorts and filters the table that is marked with data-table, and keeps the choice in the address. Without this script
// the table is there in full.

const table = document.querySelector('table[data-table]');
if (table) begin(table);

function begin(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const params = new URLSearchParams(location.search);
  const value = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
  const choice = (row, at) => row.cells[at].dataset.choice ?? row.cells[at].textContent.trim();

  const form = document.createElement('form');
  form.className = 'choices';
  form.addEventListener('submit', (event) => event.preventDefault());
  const count = document.createElement('output');
  const selects = new Map();
  heads.forEach((head, at) => {
    const name = head.dataset.filter;
    if (!name) return;
    const values = [...new Set(rows.map((row) => choice(row, at)))].filter(Boolean);
    if (values.length < 2) return;
    values.sort((a, b) => a.localeCompare(b, document.documentElement.lang));
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

  let sorted = Number.parseInt(params.get('sort') ?? '', 10);
  if (!heads[sorted]?.dataset.sort) sorted = -1;
  let down = params.get('dir') === 'down';
  heads.forEach((head, at) => {
    if (!head.dataset.sort) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      down = sorted === at && !down;
      sorted = at;
      show();
    });
  });
  table.closest('.scroll').before(form);
  show();

  // Numbers of different units are not compared: they stand unit by unit.
  function byNumber(a, b) {
    const unit = (row) => row.cells[sorted].dataset.unit ?? '';
    const number = (row) => Number(row.cells[sorted].dataset.value ?? 'NaN');
    const missing = Number.isNaN(number(a)) - Number.isNaN(number(b));
    const order = number(a) - number(b);
    return unit(a).localeCompare(unit(b)) || missing || (down ? -order : order) || 0;
  }

  function byText(a, b) {
    const order = value(a, sorted).localeCompare(value(b, sorted), document.documentElement.lang);
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
    count.textContent = table.dataset.shown.replace('{n}', shown);
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
