// Tests that the lint rule against regular expressions of quadratic time reports violations, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { ESLint } from 'eslint';

const project = resolve(__dirname, '../../..');

const eslint = new ESLint({
  cwd: project,
  // The code below is in no file, so there are no types.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId === 'kubestack/linear-patterns',
});

async function problems(pattern: string): Promise<number> {
  const results = await eslint.lintText(`export const pattern = ${pattern};`, {
    filePath: resolve(project, 'server/a.ts'),
  });
  return results.flatMap(({ messages }) => messages).length;
}

describe('the lint rule about runs of characters at the end of a text', () => {
  for (const pattern of [String.raw`/\/+$/`, '/^-+|-+$/g', '/[^/]*$/', String.raw`/[^/]+\/?$/`, String.raw`/\s*\|?$/`])
    it(`forbids ${pattern}`, async () => assert.equal(await problems(pattern), 1));

  for (const pattern of [String.raw`/(?<!\/)\/+$/`, '/^-+|(?<!-)-+$/g', '/^[a-z]+$/', String.raw`/:\/*$/`, '/a$/'])
    it(`allows ${pattern}`, async () => assert.equal(await problems(pattern), 0));
});
