// Tests that the lint rule against regular expressions of quadratic time reports violations, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { lintProblems } from '../../support/project/lintProblems';

const lint = lintProblems(/^kubestack\/linear-patterns$/);
const problems = async (pattern: string): Promise<number> =>
  (await lint('server/a.ts', `export const pattern = ${pattern};`)).length;

describe('the lint rule about runs of characters at the end of a text', () => {
  for (const pattern of [String.raw`/\/+$/`, '/^-+|-+$/g', '/[^/]*$/', String.raw`/[^/]+\/?$/`, String.raw`/\s*\|?$/`])
    it(`forbids ${pattern}`, async () => assert.equal(await problems(pattern), 1));

  for (const pattern of [String.raw`/(?<!\/)\/+$/`, '/^-+|(?<!-)-+$/g', '/^[a-z]+$/', String.raw`/:\/*$/`, '/a$/'])
    it(`allows ${pattern}`, async () => assert.equal(await problems(pattern), 0));
});
