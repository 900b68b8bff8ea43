// Keys for a screen of tables: j and k go from row to row, 1 to 9 to the pages of the navigation. Without this script
// Tab and Enter do the same.

const rows = [...document.querySelectorAll('main tr, main li')]
  .map((row) => row.querySelector('a[href]'))
  .filter((link, at, all) => link && all.indexOf(link) === at);
const pages = [...document.querySelectorAll('.bar nav a')];

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.('input, select, textarea, button')) return;
  const step = { j: 1, k: -1 }[event.key];
  if (step && rows.length > 0) {
    const at = rows.indexOf(document.activeElement);
    rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
    event.preventDefault();
  } else if (/^[1-9]$/.test(event.key)) pages[Number(event.key) - 1]?.click();
});
