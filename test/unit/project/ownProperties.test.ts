// Tests that the lint rule reports names that are looked up in object literals, with the configuration of `npm run lint`. The rule needs types, so
// the code below replaces the text of a file of the project: of `common`, which has few files.
import * as assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { ESLint } from 'eslint';

const project = resolve(__dirname, '../../..');
const eslint = new ESLint({ cwd: project, ruleFilter: ({ ruleId }) => ruleId === 'kubestack/own-properties' });

async function problems(statement: string): Promise<string[]> {
  const text = `
declare const table: Record<string, string>;
declare const optional: Readonly<Record<string, string>> | undefined;
declare const known: Record<'a' | 'b', string>;
declare const list: string[];
declare const map: Map<string, string>;
declare const name: string;
declare const letter: 'a' | 'b';
export function run(): unknown { ${statement} return undefined; }`;
  const results = await eslint.lintText(text, { filePath: resolve(project, 'common/memoize.ts') });
  return results.flatMap(({ messages }) => messages).map(({ message }) => message);
}

describe('the lint rule about names in object literals', () => {
  for (const [text, message] of [
    ['return table[name];', /use ownProperty\(\)/],
    ['return table[`${name}s`];', /use ownProperty\(\)/],
    ['return optional?.[name];', /use ownProperty\(\)/],
    ['table[name] = "";', /use setOwnProperty\(\)/],
    ['return name in table;', /use Object\.hasOwn\(\)/],
  ] as const)
    it(`forbids: ${text}`, async () => assert.match((await problems(text)).join(), message));

  for (const text of [
    'return known[letter];',
    'return table["a"];',
    'return list[0];',
    'return map.get(name);',
    'delete table[name];',
    'return "a" in table;',
    'return Object.hasOwn(table, name);',
  ])
    it(`allows: ${text}`, async () => assert.deepEqual(await problems(text), []));
});
