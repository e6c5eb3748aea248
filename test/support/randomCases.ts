/**
 * How many random cases a test tries. `npm test` tries a few, always the same ones, which find what is broken. `npm run test:many` and the nightly
 * workflow set `KUBESTACK_MANY_CASES` and try many.
 */
export function randomCases(few: number, many: number): number {
  return process.env['KUBESTACK_MANY_CASES'] ? many : few;
}
