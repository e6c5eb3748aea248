// Tests that the lint rule reports generators that nothing runs, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { typedProblems } from '../../support/project/lintProblems';

const lint = typedProblems(/^kubestack\/dropped-generators$/);
const problems = (statements: string): Promise<string[]> =>
  lint(`
function* steps(): Generator<undefined, number> { yield; return 1; }
declare const found: Map<string, Generator>;
declare const work: (() => Iterable<string>) | undefined;
export function* all(): Generator<undefined, number | undefined> { ${statements} return undefined; }`);

describe('the lint rule about generators', function () {
  for (const text of ['steps();', 'work?.();', 'found.size > 0 && steps();', 'void 0, steps();'])
    it(`forbids: ${text}`, async () => assert.match((await problems(text)).join(), /does not run: use yield\*/));

  for (const text of ['yield* steps();', 'const one = steps(); one.next();', 'found.set("a", steps());'])
    it(`allows: ${text}`, async () => assert.deepEqual(await problems(text), []));
});
