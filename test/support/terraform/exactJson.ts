import type { ExactJson } from './effectiveValues';

/**
 * Parses JSON without losing digits: a number that a double can't represent becomes `{ decimal: '…' }` with its digits as decimal text.
 *
 * @throws SyntaxError for invalid JSON
 */
export function parseExactJson(text: string): ExactJson {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, token =>
    token.startsWith('"') || isHeldByDouble(token) ? token : `{"decimal":"${plainDecimal(token)}"}`,
  );
  return JSON.parse(marked) as ExactJson;
}

/** Whether a double preserves the digits: true for `0.1`, false for 25-digit integers. */
function isHeldByDouble(decimal: string): boolean {
  const number = Number(decimal);
  return Number.isFinite(number) && plainDecimal(String(number)) === plainDecimal(decimal);
}

/** Normalizes decimal text: no exponent, no superfluous zeros, and no negative zero. `1.50e3` is `1500`. */
function plainDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const left = digits.slice(0, Math.max(point, 0)).padEnd(Math.max(point, 0), '0').replace(/^0+/, '');
  const right = ('0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0))).replace(/0+$/, '');
  const plain = (left === '' ? '0' : left) + (right === '' ? '' : `.${right}`);
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}
