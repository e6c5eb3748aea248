// Tests that the lint rule reports names that are looked up in object literals, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { typedProblems } from '../../support/project/lintProblems';

const lint = typedProblems(/^kubestack\/own-properties$/);
const problems = (statement: string): Promise<string[]> =>
  lint(`
declare const table: Record<string, string>;
declare const optional: Readonly<Record<string, string>> | undefined;
declare const known: Record<'a' | 'b', string>;
declare const list: string[];
declare const map: Map<string, string>;
declare const name: string;
declare const letter: 'a' | 'b';
export function run(): unknown { ${statement} return undefined; }`);

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
