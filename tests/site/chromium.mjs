// Chromium, as the system's packages install it.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** A browser without a window, which asks nobody for anything of its own accord. */
export function launch() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
  if (!executablePath) throw new Error('there is no /usr/bin/chromium');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
