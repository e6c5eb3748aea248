// Tests that the lint rule reports generators that nothing runs, with the configuration of `npm run lint`. The rule needs types, so the code below
// replaces the text of a file of the project: of `common`, which has few files.
import * as assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { ESLint } from 'eslint';

const project = resolve(__dirname, '../../..');
const eslint = new ESLint({ cwd: project, ruleFilter: ({ ruleId }) => ruleId === 'kubestack/dropped-generators' });

async function problems(statements: string): Promise<string[]> {
  const text = `
function* steps(): Generator<undefined, number> { yield; return 1; }
declare const found: Map<string, Generator>;
declare const work: (() => Iterable<string>) | undefined;
export function* all(): Generator<undefined, number | undefined> { ${statements} return undefined; }`;
  const results = await eslint.lintText(text, { filePath: resolve(project, 'common/memoize.ts') });
  return results.flatMap(({ messages }) => messages).map(({ message }) => message);
}

describe('the lint rule about generators', function () {
  for (const text of ['steps();', 'work?.();', 'found.size > 0 && steps();', 'void 0, steps();'])
    it(`forbids: ${text}`, async () => assert.match((await problems(text)).join(), /does not run: use yield\*/));

  for (const text of ['yield* steps();', 'const one = steps(); one.next();', 'found.set("a", steps());'])
    it(`allows: ${text}`, async () => assert.deepEqual(await problems(text), []));
});
