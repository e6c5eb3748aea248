/** CSV that spreadsheets read as text: nothing in it is computed. */
import { visibleText } from './visibleText';

/** RFC 4180. */
export const csvRows = (rows: readonly (readonly string[])[]): string =>
  rows.map(fields => `${fields.map(csvField).join(',')}\r\n`).join('');

/** Text that spreadsheets read as a formula, including full-width characters. Numbers are not matched. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const number = /^-?\d+(?:\.\d+)?$/;

/** A CSV field that spreadsheets read as text: an apostrophe is put before a formula. */
function csvField(text: string): string {
  const shown = visibleText(text);
  const safe = formula.test(shown) && !number.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
