// Loaded by a server in tests: midnight comes five times a second, and the day is the one in the file KUBESTACK_DAY_FILE.
const { readFileSync } = require('node:fs');

const HOUR_MS = 3_600_000;
const realTime = Date.now;
// Starts at noon, so that midnight is never near by chance.
const noon = 12 * HOUR_MS - (realTime() % (24 * HOUR_MS));
Date.now = () => realTime() + noon;

const readDay = () => (process.env.KUBESTACK_DATE = readFileSync(process.env.KUBESTACK_DAY_FILE, 'utf8').trim());
readDay();
const realTimeout = setTimeout;
globalThis.setTimeout = (callback, delay, ...parameters) =>
  delay > HOUR_MS
    ? realTimeout(() => {
        readDay();
        callback(...parameters);
      }, 200)
    : realTimeout(callback, delay, ...parameters);
