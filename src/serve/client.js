// The preview's own script: takes changes in, shows what is wrong, and tells the author about the page. Never part of a
// build.
(() => {
  'use strict';

  const address = document.currentScript.src;
  const root = address.slice(0, address.lastIndexOf('/') + 1);
  // Which run of the server this page is from, which state of the site, and the print of the page itself.
  const [run, from, first] = address.slice(address.indexOf('?') + 1).split('.');
  let seen = Number(from);
  let print = first;
  let report = null;
  const SCROLL = 'briefpress-scroll';
  const HIDDEN = 'briefpress-hidden';
  const here = location.pathname + location.search;

  // --- taking changes in

  function keep(key, value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Storage is off: it is forgotten with the page.
    }
  }

  function kept(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function reload() {
    keep(SCROLL, [here, scrollX, scrollY]);
    location.reload();
  }

  // The page has another address since site.yaml says so.
  function follow(path) {
    keep(SCROLL, [path + location.search, scrollX, scrollY]);
    location.replace(path + location.search + location.hash);
  }

  function scrollBack() {
    const place = kept(SCROLL);
    keep(SCROLL, null);
    if (!place || place[0] !== here) return;
    const back = () => scrollTo({ left: place[1], top: place[2], behavior: 'instant' });
    back();
    // Pictures may have moved everything.
    if (document.readyState !== 'complete') addEventListener('load', back, { once: true });
  }

  async function ask() {
    const answer = await fetch(`${root}state.json?path=${encodeURIComponent(location.pathname)}`);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  // What is to be done depends on what changed since this page was made, not on this one piece of news.
  async function learn(news) {
    if (news.run !== run) return reload();
    if (news.number <= seen) return;
    const files = news.files.changed.filter(([number]) => number > seen).map(([, name]) => name);
    if (news.files.forgotten > seen || shows(files)) return reload();
    const now = await ask();
    if (now.run !== run) return reload();
    if (now.moved) return follow(now.moved);
    if ((news.pages > seen || files.length) && now.print !== print) return reload();
    if (news.styles > seen && !(await restyle(news.number))) return reload();
    seen = news.number;
    show(now);
  }

  // Whether this page shows one of these files, as far as their names tell: in addresses some have a mark of
  // their content or their size after the name.
  function shows(files) {
    if (!files.length) return false;
    const names = files.map((name) => name.split('.')[0]);
    const loaded = performance.getEntriesByType('resource');
    // The browser remembers no more than that.
    if (loaded.length >= 250) return true;
    const named = [...document.querySelectorAll('[src], [srcset], [poster], [data], link[href]')];
    const addresses = [
      location.pathname.replace(/\/$/, '/index.html'),
      ...loaded.map((entry) => entry.name),
      ...named.flatMap((one) => ['src', 'poster', 'data', 'href'].map((key) => one.getAttribute(key) ?? '')),
      ...named.flatMap((one) => (one.getAttribute('srcset') ?? '').split(/[\s,]+/)),
    ];
    return addresses.some((address) => {
      const last = plain(address.split(/[?#]/)[0].split('/').pop());
      return names.some((name) => name && last.startsWith(name));
    });
  }

  function plain(address) {
    try {
      return decodeURIComponent(address);
    } catch {
      return address;
    }
  }

  const sheets = (page) =>
    [...page.querySelectorAll('link[rel~="stylesheet"]')].filter((link) => !link.classList.contains('briefpress-own'));

  // Puts the stylesheets of the page as it is now into this page. False if that is not enough.
  async function restyle(number) {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // An edit of the text may have landed meanwhile: then this is a page that this browser does not show.
    const script = fresh.querySelector(`script[src*="/__briefpress/client.js?"]`);
    const [made, itsPrint] = script ? script.getAttribute('src').split('.').slice(-2) : [];
    if (Number(made) !== number) return false;
    const [old, next] = [sheets(document), sheets(fresh)];
    if (old.length !== next.length) return false;
    const swaps = old.map((link, index) => {
      const href = new URL(next[index].getAttribute('href'), location.href);
      if (href.origin !== location.origin) return null;
      href.searchParams.set('briefpress', number);
      const swap = link.cloneNode();
      swap.href = href.pathname + href.search;
      return new Promise((done) => {
        swap.addEventListener('load', () => done(link.remove()), { once: true });
        // A stylesheet that does not come leaves the old one in its place.
        swap.addEventListener('error', () => done(swap.remove()), { once: true });
        link.after(swap);
      });
    });
    print = itsPrint;
    await Promise.all(swaps);
    return true;
  }

  let events = null;
  let pause = 250;
  let waiting = 0;
  let work = Promise.resolve();

  function listen() {
    clearTimeout(waiting);
    if (events) events.close();
    events = new EventSource(`${root}events?seen=${run}.${seen}`);
    events.onopen = () => {
      pause = 250;
    };
    events.onmessage = (event) => {
      const news = JSON.parse(event.data);
      work = work.then(() => learn(news)).catch(again);
    };
    events.onerror = again;
  }

  // Begins anew, with what is seen by now: left to itself, a browser would ask with the address of the start.
  function again() {
    rest();
    if (document.visibilityState === 'hidden') return;
    waiting = setTimeout(listen, pause);
    pause = Math.min(pause * 2, 4000);
  }

  function rest() {
    clearTimeout(waiting);
    if (events) events.close();
    events = null;
  }

  // A browser has six connections to one server, and each hidden page would hold one. It catches up when it is looked at.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') rest();
    else if (!events) listen();
  });
  addEventListener('pagehide', rest);
  addEventListener('pageshow', (event) => {
    if (event.persisted) listen();
  });

  // --- showing

  function make(name, kind, ...children) {
    const element = document.createElement(name);
    if (kind) element.className = `briefpress-${kind}`;
    element.append(...children);
    return element;
  }

  function button(text, kind, act) {
    const made = make('button', kind, text);
    made.type = 'button';
    made.addEventListener('click', act);
    return made;
  }

  const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

  function link(path) {
    const made = make('a', '', path);
    made.href = path;
    return made;
  }

  async function edit(file, line, column) {
    const place = `file=${encodeURIComponent(file)}&line=${line || 1}&column=${column || 1}`;
    const answer = await fetch(`${root}open?${place}`, {
      method: 'POST',
      headers: { 'X-Briefpress-Token': report.token },
    }).catch(() => null);
    if (!answer || !answer.ok) {
      const why = answer ? await answer.text() : 'briefpress does not answer';
      panel().prepend(make('p', 'message', why || 'the file could not be opened'));
    }
  }

  function told(diagnostic) {
    const { severity, code, message, file, line, column, source, help } = diagnostic;
    const place = file ? `${file}${line ? `:${line}:${column}` : ''}` : '';
    const where = make('p', 'place', place);
    if (file && report.token) where.append(' ', button('Open', 'open', () => edit(file, line, column)));
    const item = make('article', severity, make('p', 'message', `${severity}[${code}]: ${message}`), where);
    if (source) item.append(make('pre', 'line', source));
    if (help) item.append(make('p', 'help', help));
    return item;
  }

  function panel() {
    const old = document.querySelector('.briefpress-panel');
    if (old) return old;
    const made = make('section', 'panel');
    made.setAttribute('role', 'status');
    made.setAttribute('aria-label', 'briefpress');
    document.body.append(made);
    return made;
  }

  function fillPanel() {
    const { errors, warnings, diagnostics, more, missing, near, stands_in: standsIn } = report;
    const shown = panel();
    shown.replaceChildren();
    const parts = [];
    if (errors) parts.push(count(errors, 'error', 'errors'));
    if (warnings) parts.push(count(warnings, 'warning', 'warnings'));
    // Where nothing is, that matters more than warnings about other files.
    const title = (missing && !errors ? 'Nothing is here' : parts.join(' and ')) || 'All is well';
    shown.append(
      make('h2', '', title),
      button('Hide', 'hide', () => {
        keep(HIDDEN, errorsOf(report));
        shown.remove();
        fillBar();
      }),
    );
    if (standsIn) shown.append(make('p', 'help', 'This page is as it was before.'));
    if (missing && near.length) {
      const list = make('ul', '');
      near.forEach((path) => list.append(make('li', '', link(path))));
      shown.append(make('p', 'help', 'Nothing is at this address. These are like it:'), list);
    }
    shown.append(...diagnostics.map(told));
    if (more) shown.append(make('p', 'help', `and ${more} more: run briefpress check -v`));
  }

  function fillBar() {
    const old = document.querySelector('.briefpress-bar');
    if (old) old.remove();
    const { page, token } = report;
    if (!page) return;
    const bar = make('aside', 'bar');
    bar.setAttribute('aria-label', 'briefpress: this page');
    if (page.draft) bar.append(make('strong', '', 'Draft'));
    if (page.scheduled) bar.append(make('strong', '', `Scheduled for ${page.scheduled}`));
    bar.append(
      make('span', '', count(page.words, 'word', 'words')),
      make('span', '', count(page.linked, 'mention linked', 'mentions linked')),
    );
    const list = () => {
      keep(HIDDEN, []);
      fillPanel();
    };
    if (page.told) bar.append(button(`${page.told} to mend`, 'told', list));
    else bar.append(make('span', '', 'nothing to mend'));
    if (page.file && token) bar.append(button('Edit', 'edit', () => edit(page.file)));
    document.body.append(bar);
  }

  // What tells one error from another, wherever in its file it has moved to.
  function errorsOf({ diagnostics, missing, near }) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const told = errors.map(({ code, file, message }) => `${code} ${file} ${message}`);
    if (missing && near.length) told.push(`nothing at ${location.pathname}`);
    return told;
  }

  function show(now) {
    report = now;
    const open = document.querySelector('.briefpress-panel');
    // What was hidden stays hidden, until there is an error that was not there then.
    const errors = errorsOf(now);
    const hidden = (kept(HIDDEN) || []).filter((error) => errors.includes(error));
    keep(HIDDEN, hidden);
    if (errors.some((error) => !hidden.includes(error))) fillPanel();
    else if (open) open.remove();
    fillBar();
  }

  const style = make('link', 'own');
  style.rel = 'stylesheet';
  style.href = `${root}client.css`;
  document.head.append(style);
  scrollBack();
  work = ask().then(show).catch(() => {});
  if (document.visibilityState !== 'hidden') listen();
})();
