// The timestamp of packages, which is that of the sources instead of the build.
import { spawnSync } from 'node:child_process';

/** The earliest time that a ZIP archive can store. */
const EARLIEST = Date.UTC(1980, 0, 1) / 1000;

/**
 * @param {string} root the project's folder
 * @returns {Date} a date whose local time, which ZIP archives store, equals the UTC time of SOURCE_DATE_EPOCH, else of the last commit, else the
 * first day of 1980
 * @throws Error if SOURCE_DATE_EPOCH is not a number of seconds
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function sourceDate(root) {
  const time = new Date(Math.max(secondsOf(root), EARLIEST) * 1000);
  return new Date(
    ...[time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()],
    ...[time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()],
  );
}

function secondsOf(root) {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && given !== '') {
    if (!/^\d{1,11}$/.test(given)) throw new Error(`SOURCE_DATE_EPOCH is not a number of seconds: ${given}`);
    return Number(given);
  }
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? Number(stdout) : EARLIEST;
}
