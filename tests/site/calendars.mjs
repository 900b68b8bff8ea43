// Calendars as ical.js reads them: every one given must parse, and each event must last one whole day.

import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

let [events, complaints] = [0, 0];
const complain = (file, what) => {
  complaints += 1;
  console.error(`ical.js: ${file}: ${what}`);
};

for (const file of process.argv.slice(2)) {
  try {
    const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
    const uids = new Set();
    for (const component of calendar.getAllSubcomponents()) {
      if (component.name !== 'vevent') complain(file, `there is a ${component.name}`);
      const event = new ICAL.Event(component);
      events += 1;
      if (uids.has(event.uid)) complain(file, `${event.uid} is there twice`);
      uids.add(event.uid);
      if (!event.startDate.isDate || event.duration.toSeconds() !== 86400) complain(file, `${event.uid} is no day`);
      if (!event.summary || !component.getFirstPropertyValue('dtstamp')) complain(file, `${event.uid} lacks something`);
    }
    if (uids.size === 0) complain(file, 'it is empty');
  } catch (error) {
    complain(file, error.message);
  }
}
console.log(`ical.js: ${process.argv.length - 2} calendars, ${events} events, ${complaints} complaints`);
process.exit(complaints === 0 && events > 0 ? 0 : 1);
