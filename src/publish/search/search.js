// Searches: reads a query, asks for the few files of the index that it needs, and shows what was found.
// The files are written by briefpress, which cuts texts into words by the same rules as are here.

const form = document.querySelector('form[data-search]');
if (form) begin(form);

function begin(form) {
  const lang = document.documentElement.lang;
  const words = form.dataset;
  const found = document.querySelector('[data-found]');
  const status = document.querySelector('[data-status]');
  const more = document.querySelector('[data-more]');
  const fields = form.elements;
  const facets = ['company', 'tag', 'year'];
  const PAGE = 10;
  const MARKS = /[\u0300-\u036f]/g;
  const ALONE = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u309f\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const WORD = new RegExp(`[${ALONE}]|(?:(?![${ALONE}])[\\p{Alphabetic}\\p{N}\\u0300-\\u036f]|(?<=\\p{N})[.,](?=\\p{N}))+`, 'gu');
  const SCALES = { k: 3, thousand: 3, m: 6, mn: 6, mm: 6, million: 6, b: 9, bn: 9, billion: 9, t: 12, tn: 12, trillion: 12 };
  const SIGNS = { $: 'usd', '€': 'eur', '£': 'gbp', '¥': 'jpy', dollars: 'usd', euros: 'eur', percent: '%' };
  const AMOUNT = /(?<![\p{L}\p{N}.])(?:([$€£¥])|\b([A-Z]{3})\s?)?(\d[\d,]*(?:\.\d+)?)\s?(?:(k|m|mn|mm|bn?|tn?|thousand|million|billion|trillion)(?![\p{L}\p{N}]))?(?:\s?(%|(?:percent|bps|pp|x|dollars|euros|usd|eur|gbp|jpy)(?![\p{L}\p{N}])))?(?![\p{L}\p{N}])/giu;

  const files = new Map();
  const base = new URL(words.search, location.href);
  const load = (path, kind) => {
    const url = new URL(path, base).href;
    if (!files.has(url)) {
      const got = fetch(url).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
        return answer[kind]();
      });
      got.catch(() => files.delete(url));
      files.set(url, got);
    }
    return files.get(url);
  };
  const head = () => load(base.href, 'json');
  const file = async (name, kind) => load(`${(await head()).at}/${name}`, kind);

  const fold = (word) => word.toLowerCase().normalize('NFKD').replace(MARKS, '').toLowerCase();
  function tokens(text) {
    const all = [];
    for (const match of text.matchAll(WORD)) {
      const { 0: word, index } = match;
      if (/^s$/i.test(word) && /['’]$/.test(text.slice(0, index))) continue;
      all.push({ word: fold(word), start: index, end: index + word.length });
    }
    return all;
  }

  // `$5.3B` as the terms of the index: with its unit if it was given, and without.
  function amounts(text) {
    return [...text.matchAll(AMOUNT)].map((match) => {
      const [whole, sign, code, digits, scale, after] = match;
      const [integer, fraction = ''] = digits.replaceAll(',', '').split('.');
      const zeros = SCALES[scale?.toLowerCase()] ?? 0;
      const moved = integer + fraction.slice(0, zeros).padEnd(zeros, '0');
      const rest = fraction.slice(zeros).replace(/0+$/, '');
      const value = `=${moved.replace(/^0+(?=\d)/, '')}${rest ? `.${rest}` : ''}`;
      const named = (sign ?? after ?? code)?.toLowerCase();
      const unit = named && (SIGNS[named] ?? named);
      const start = match.index;
      return { terms: unit ? [value + unit, value] : [value], bare: !unit && !scale, start, end: start + whole.length };
    });
  }

  // What was typed: phrases in quotes, amounts and words.
  function read(query) {
    const atoms = [];
    const rest = query.replace(/["“”„«]([^"“”„»]*)["“”»]?/g, (whole, text) => {
      const list = tokens(text).map((token) => token.word);
      if (list.length > 0) atoms.push({ words: list, phrase: list.length > 1 });
      return ' ';
    });
    const taken = amounts(rest);
    for (const { terms, start, end } of taken) {
      atoms.push({ words: tokens(rest.slice(start, end)).map((t) => t.word).slice(0, 1), terms });
    }
    for (const { word, start } of tokens(rest)) {
      if (!taken.some((amount) => start >= amount.start && start < amount.end)) atoms.push({ words: [word] });
    }
    return atoms.slice(0, 12);
  }

  // The lines of the index for a word.
  async function lines(word) {
    const { words: firsts } = await head();
    let at = firsts.findLastIndex((first) => first <= word);
    if (at < 0) at = 0;
    const text = await file(`w${at}.txt`, 'text');
    return text.split('\n').filter(Boolean).map((line) => {
      const [term, chunk, slot, count] = line.split(' ');
      return { term, chunk, slot: Number(slot), count: Number(count) };
    });
  }

  function distance(a, b) {
    let before = [];
    let last = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = last;
      last = row;
    }
    return last[b.length];
  }

  // The words that share the longest beginning with one that stands nowhere: `advertisement` for `advertising`.
  function formsOf(word, near) {
    const shared = (term) => [...term].findIndex((c, i) => c !== word[i]);
    let best = Math.max(5, word.length - 5);
    let lists = [];
    for (const line of near) {
      const length = shared(line.term) < 0 ? line.term.length : shared(line.term);
      if (length < best || line.term.length - length > 5) continue;
      if (length > best) lists = [];
      best = length;
      lists.push(line);
    }
    return { lists: lists.slice(0, 4), words: near, quality: 0.6 };
  }

  // The lists of a word: as typed, else those that begin so, else those that are spelled almost so.
  async function listsOf(word, terms = []) {
    const all = [];
    for (const term of terms) {
      all.push(...(await lines(term)).filter((line) => line.term === term));
      if (all.length > 0) break;
    }
    const near = word ? await lines(word) : [];
    all.push(...near.filter((line) => line.term === word));
    if (all.length > 0 || !word || terms.length > 0) return { lists: all, words: near, quality: 1 };
    const longer = word.length > 2 ? near.filter((line) => line.term.startsWith(word)) : [];
    if (longer.length > 0) {
      longer.sort((a, b) => b.count - a.count);
      return { lists: longer.slice(0, 4), words: near, quality: 0.7 };
    }
    const allowed = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
    if (allowed === 0) return { lists: [], words: near, quality: 1 };
    const { similar } = await head();
    const text = await file(`s${word.codePointAt(0) % similar}.txt`, 'text');
    const known = text.split('\n').filter((other) => Math.abs(other.length - word.length) <= allowed);
    let best = { far: allowed + 1 };
    for (const other of known) {
      const far = distance(word, other);
      if (far < best.far) best = { far, other };
    }
    if (!best.other) return formsOf(word, near);
    const there = await lines(best.other);
    return { lists: there.filter((line) => line.term === best.other), words: there, quality: 0.5, instead: best.other };
  }

  function varint(bytes, at) {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at.now];
      at.now += 1;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  async function part({ chunk, slot }, kind) {
    const bytes = new Uint8Array(await file(`${kind}${chunk}.bin`, 'arrayBuffer'));
    const at = { now: 0 };
    const lengths = Array.from({ length: varint(bytes, at) }, () => varint(bytes, at));
    const start = lengths.slice(0, slot).reduce((sum, length) => sum + length, at.now);
    return bytes.subarray(start, start + lengths[slot]);
  }

  async function documents(line) {
    const { briefs, companies } = await head();
    const bytes = await part(line, 'l');
    const at = { now: 0 };
    const size = varint(bytes, at);
    const count = Math.floor(size / 2);
    const docs = [];
    if (size % 2 === 1) {
      for (let doc = 0; doc < briefs + companies; doc += 1) if ((bytes[at.now + (doc >> 3)] >> (doc & 7)) & 1) docs.push(doc);
      at.now += Math.ceil((briefs + companies) / 8);
    } else {
      for (let doc = 0; docs.length < count; ) docs.push((doc += varint(bytes, at)));
    }
    return docs.map((doc, i) => [doc, (bytes[at.now + (i >> 1)] >> (4 * (i & 1))) & 15]);
  }

  // Where a word stands, by document.
  async function places(lists) {
    const all = new Map();
    for (const line of lists) {
      const bytes = await part(line, 'p');
      const at = { now: 0 };
      for (const [doc] of await documents(line)) {
        const own = all.get(doc) ?? new Set();
        let place = 0;
        for (let left = varint(bytes, at); left > 0; left -= 1) own.add((place += varint(bytes, at)));
        all.set(doc, own);
      }
    }
    return all;
  }

  async function common(lists) {
    const { briefs, companies } = await head();
    const all = briefs + companies;
    return all >= 500 && lists.some((line) => line.count * 10 > all * 6);
  }

  // Documents with what the atom says about each.
  async function scores(atom) {
    const { briefs, companies } = await head();
    const parts = [];
    for (const word of atom.words.length > 0 ? atom.words : ['']) parts.push(await listsOf(word, atom.terms));
    const marks = new Set();
    for (const { lists, words: near } of parts) {
      for (const { term } of lists) marks.add(term);
      for (const line of near) if (lists.some((list) => list.chunk === line.chunk && list.slot === line.slot)) marks.add(line.term);
    }
    const instead = parts.find((one) => one.instead)?.instead;
    let sum = null;
    // Of words that stand everywhere nobody knows the places. Where a phrase has no other, what has all of them counts.
    const telling = [];
    for (const one of parts) if (!(await common(one.lists))) telling.push(one);
    for (const { lists, quality } of telling.length > 0 ? telling : parts) {
      const own = new Map();
      for (const line of lists) {
        const weight = Math.log(1 + (briefs + companies) / line.count) * quality;
        for (const [doc, level] of await documents(line)) own.set(doc, Math.max(own.get(doc) ?? 0, weight * level));
      }
      if (sum === null) sum = own;
      else for (const [doc, score] of sum) if (own.has(doc)) sum.set(doc, score + own.get(doc)); else sum.delete(doc);
    }
    sum ??= new Map();
    if (atom.phrase && sum.size > 0) {
      const at = [];
      for (const [offset, { lists }] of parts.entries()) if (!(await common(lists))) at.push([offset, await places(lists)]);
      const [[first, begins], ...others] = at.length > 0 ? at : [[0, null]];
      for (const doc of begins ? [...sum.keys()] : []) {
        const whole = [...(begins.get(doc) ?? [])].some((place) => others.every(([offset, there]) => there.get(doc)?.has(place + offset - first)));
        if (whole) sum.set(doc, sum.get(doc) * 2);
        else sum.delete(doc);
      }
    }
    return { sum, marks, instead, weak: parts.length === 1 && (await common(parts[0].lists)) };
  }

  const keep = (all, allowed) => {
    for (const doc of [...all.keys()]) if (!allowed(doc)) all.delete(doc);
  };

  async function search(query, chosen) {
    const { briefs, companies, years } = await head();
    const atoms = read(query);
    let parts = await Promise.all(atoms.map(scores));
    if (parts.some((one) => !one.weak)) parts = parts.filter((one) => !one.weak);
    const any = new Map();
    for (const { sum } of parts) {
      for (const [doc, score] of sum) {
        const [before, times] = any.get(doc) ?? [0, 0];
        any.set(doc, [before + score, times + 1]);
      }
    }
    if (!query) for (let doc = 0; doc < briefs + companies; doc += 1) any.set(doc, [0, 0]);
    for (const [kind, slug] of [['c', chosen.company], ['t', chosen.tag]]) {
      if (!slug) continue;
      const term = `@${kind}:${slug}`;
      const line = (await lines(term)).find((one) => one.term === term);
      const inside = new Set(line ? (await documents(line)).map(([doc]) => doc) : []);
      keep(any, (doc) => inside.has(doc));
    }
    if (chosen.year) {
      const at = years.findIndex(([year]) => String(year) === chosen.year);
      const end = years[at + 1]?.[1] ?? briefs;
      keep(any, (doc) => at >= 0 && doc >= years[at][1] && doc < end);
    }
    const most = Math.max(0, ...[...any.values()].map(([, times]) => times));
    const all = [...any].filter(([, [, times]]) => times === most).map(([doc, [score]]) => [doc, score]);
    // The more recent of two that are as good.
    all.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return {
      docs: all.map(([doc]) => doc),
      partly: most < parts.length,
      typed: new Set(atoms.flatMap((atom) => atom.words)),
      marks: new Set(parts.flatMap((one) => [...one.marks])),
      instead: parts.map((one) => one.instead).filter(Boolean),
    };
  }

  async function record(doc) {
    const { briefs, per } = await head();
    if (doc < briefs) return (await file(`b${doc}.json`, 'json'))[0];
    const at = doc - briefs;
    return (await file(`c${Math.floor(at / per)}.json`, 'json'))[at % per];
  }

  // The bytes of a text that were looked for.
  function hits(text, marks) {
    const own = tokens(text).filter(({ word }) => marks.has(word));
    const figures = amounts(text).filter(({ terms }) => terms.some((term) => marks.has(term)));
    const all = [...own, ...figures].sort((a, b) => a.start - b.start || b.end - a.end);
    return all.filter((hit, i) => !all.slice(0, i).some((other) => hit.start < other.end));
  }

  function sentences(text) {
    if (typeof Intl.Segmenter !== 'function') return [text];
    return [...new Intl.Segmenter(lang, { granularity: 'sentence' }).segment(text)].map((one) => one.segment.trim());
  }

  // The sentence with most of what was looked for, and its anchor.
  function quote({ texts }, marks) {
    let best = { text: texts[0]?.[1] ?? '', anchor: '', score: 0 };
    for (const [anchor, whole] of texts) {
      if (hits(whole, marks).length === 0) continue;
      for (const text of sentences(whole)) {
        const own = hits(text, marks);
        // A figure says more than a word.
        const figures = own.some((hit) => hit.terms) ? 1.5 : 0;
        const score = figures + new Set(own.map(({ start, end }) => fold(text.slice(start, end)))).size;
        if (score > best.score) best = { text, anchor, score };
      }
    }
    if (best.text.length > 280) {
      const from = Math.max(0, (hits(best.text, marks)[0]?.start ?? 0) - 100);
      const start = from && best.text.indexOf(' ', from) + 1;
      const cut = best.text.slice(start, start + 260).replace(/\s\S*$/, '');
      best.text = `${start ? '… ' : ''}${cut} …`;
    }
    return best;
  }

  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  function marked(text, marks) {
    const pieces = [];
    let at = 0;
    for (const { start, end } of hits(text, marks)) {
      pieces.push(text.slice(at, start), make('mark', '', text.slice(start, end)));
      at = end;
    }
    return [...pieces, text.slice(at)];
  }

  // A day (2026-02-12) as the pages write it; in the browser's way if the page doesn't say how that is.
  function written(date) {
    const months = words.months?.split('|') ?? [];
    const [year, month, day] = date.slice(0, 10).split('-').map(Number);
    if (!words.date || !months[month - 1]) return new Date(date).toLocaleDateString(lang, { dateStyle: 'long', timeZone: 'UTC' });
    const values = { year, month: months[month - 1], day };
    return words.date.replace(/\{(year|month|day)\}/g, (_, name) => values[name]);
  }

  function entry(one, marks) {
    const { text, anchor } = quote(one, marks);
    const link = make('a', '', ...marked(one.title, marks));
    link.href = one.url + (anchor && `#${anchor}`);
    const names = (one.companies ?? []).map(([, name]) => name);
    const facts = make('p', 'fine');
    if (one.date) {
      const day = make('time', '', written(one.date));
      day.dateTime = one.date;
      facts.append(day, names.length > 0 ? ', ' : '', names.join(', '));
    } else facts.append(words.company);
    return make('li', '', make('h2', '', link), facts, ...(text ? [make('p', '', ...marked(text, marks))] : []));
  }

  const chosen = () => Object.fromEntries(facets.map((name) => [name, fields[name].value || (wanted[name] ?? '')]));
  const wanted = {};
  const seen = { company: new Map(), tag: new Map() };
  let current = 0;
  let state = null;

  function options(name, values) {
    const select = fields[name];
    const value = chosen()[name];
    const list = value && !values.some(([slug]) => slug === value) ? [[value, seen[name]?.get(value) ?? value], ...values] : values;
    select.replaceChildren(new Option(words.all, ''), ...list.map(([slug, text]) => new Option(text, slug)));
    select.value = value;
    delete wanted[name];
    select.parentElement.hidden = list.length === 0;
  }

  const wordsOf = (one) => [one.title, ...one.texts.map(([, text]) => text)].flatMap((text) => tokens(text).map(({ word }) => word));

  async function show() {
    const { docs, marks, typed, turn } = state;
    const from = found.children.length;
    const records = await Promise.all(docs.slice(from, from + PAGE).map(record));
    if (turn !== current) return;
    // Those with the very words that were typed come before those with other forms of them.
    const exact = new Map(records.map((one) => [one, new Set(wordsOf(one).filter((word) => typed.has(word))).size]));
    records.sort((a, b) => exact.get(b) - exact.get(a));
    for (const one of records) {
      for (const [name, list] of [['company', one.companies], ['tag', one.tags]]) {
        for (const [slug, text] of list ?? []) {
          seen[name].set(slug, text);
          state[name].set(slug, text);
        }
      }
    }
    const { years } = await head();
    const byName = (a, b) => a[1].localeCompare(b[1], lang);
    options('company', [...state.company].sort(byName));
    options('tag', [...state.tag].sort(byName));
    options('year', years.map(([year]) => [String(year), String(year)]));
    form.querySelector('.choices').hidden = false;
    found.append(...records.map((one) => entry(one, marks)));
    more.hidden = found.children.length >= docs.length;
  }

  async function run() {
    const query = fields.q.value.trim();
    const facet = chosen();
    const turn = (current += 1);
    const address = new URL(location.href);
    for (const [name, value] of [['q', query], ...Object.entries(facet)]) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href !== location.href) history.replaceState(null, '', address);
    if (!query && !facets.some((name) => facet[name])) {
      found.replaceChildren();
      status.textContent = '';
      more.hidden = true;
      return;
    }
    try {
      const result = await search(query, facet);
      if (turn !== current) return;
      state = { ...result, turn, company: new Map(), tag: new Map() };
      found.replaceChildren();
      await show();
      if (turn !== current) return;
      const count = result.docs.length;
      const say = (text) => text.replaceAll('{n}', count.toLocaleString(lang)).replaceAll('{q}', () => query).replaceAll('{words}', () => result.instead.join(', '));
      const lead = count === 0 ? words.nothing : result.instead.length > 0 ? words.instead : result.partly ? words.any : '';
      status.textContent = [lead, count > 0 ? (count === 1 ? words.result : words.results) : ''].filter(Boolean).map(say).join(' ');
    } catch (error) {
      if (turn === current) status.textContent = words.failed;
      console.warn(error);
    }
    form.dataset.turn = String(turn);
  }

  const params = new URLSearchParams(location.search);
  fields.q.value = params.get('q') ?? '';
  for (const name of facets) wanted[name] = params.get(name) ?? '';
  document.querySelector('[data-without]')?.remove();
  form.hidden = false;
  let timer = 0;
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    later(0);
  });
  fields.q.addEventListener('input', () => later(fields.q.value.trim().length > 2 ? 400 : 900));
  for (const name of facets) fields[name].addEventListener('change', () => later(0));
  more.querySelector('button').addEventListener('click', () => {
    const next = found.children.length;
    show().then(() => found.children[next]?.querySelector('a').focus(), () => (status.textContent = words.failed));
  });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const links = [...found.querySelectorAll('h2 a')];
    const at = links.indexOf(document.activeElement);
    const typing = document.activeElement === fields.q;
    let next = null;
    if (event.key === '/' && !/^(input|select|textarea)$/i.test(document.activeElement.tagName)) next = fields.q;
    else if (event.key === 'ArrowDown' && (typing || at >= 0)) next = links[at + 1];
    else if (event.key === 'ArrowUp' && at >= 0) next = at === 0 ? fields.q : links[at - 1];
    else if (event.key === 'Escape' && at >= 0) next = fields.q;
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next === fields.q) next.select();
  });
  run();
}
