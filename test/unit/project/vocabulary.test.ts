// Tests that the lint rule about the words of docs/style.md reports violations, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { lintProblems } from '../../support/project/lintProblems';

const lint = lintProblems(/^kubestack\/vocabulary$/);
const problems = (text: string): Promise<string[]> => lint('server/a.ts', text);

describe('the lint rule about words', () => {
  const forbidden: [text: string, reason: RegExp][] = [
    ['const known = results.get(key);', /is cached/],
    ['const known = (await results.get(key)) ?? 1;', /is cached/],
    ['function rangeOf(place: SourceRange): void {}', /Name what it is/],
    ['const f = (site: Context): void => {};', /Name what it is/],
    ['interface A { readonly place: Range }', /Name what it is/],
    ['const LONGEST_LINE = 80;', /MAX_/],
    ['const ATTEMPTS_AT_MOST = 5;', /MAX_/],
    ['const SSH_TIMEOUT = 5_000;', /_MS/],
    ['function* callsInSteps(): Generator<undefined, void> {}', /no suffix/],
  ];
  for (const [text, reason] of forbidden)
    it(`forbids ${text}`, async () => assert.match((await problems(text)).join(), reason));

  const allowed = [
    'const known = value.kind !== "unknown";',
    'const cached = results.get(key);',
    'const placeHolder = "Select an environment";',
    'const MAX_LINE_LENGTH = 80;',
    'const SSH_TIMEOUT_MS = 5_000;',
  ];
  for (const text of allowed) it(`allows ${text}`, async () => assert.deepEqual(await problems(text), []));
});
