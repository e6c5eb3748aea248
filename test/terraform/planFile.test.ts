import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { skipWithout } from '../support/skipWithout';
import { judges } from '../support/terraform/judgedBy';
import { plannedResources } from '../support/terraform/planFile';
import { runTerraform } from '../support/terraform/standInPlatform';
import { writeFiles } from '../support/terraform/writeFiles';

/** Values of every type, and of every length that MessagePack writes in another way. */
const VALUES = [
  'null',
  '[true, false, null, "", {}, []]',
  '[0, 1, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, 9007199254740991]',
  '[-1, -32, -33, -128, -129, -32768, -32769, -2147483648, -2147483649]',
  '[0.5, 0.1, -2.75, 1e100, 10 / 4]',
  '{ a = 0.1, b = { c = [0.1, "0.1"] } }',
  'toset(["b", "a", "0.1"])',
  'tomap({ a = [0.1] })',
  'tolist([{ a = 0.1, b = "é" }])',
  ...[31, 32, 255, 256].map(length => `join("", [for i in range(${length}) : "x"])`),
  ...[15, 16, 1000].map(length => `range(${length})`),
  ...[15, 16].map(length => `{ for i in range(${length}) : "k\${i}" => i }`),
  'file("long.txt")',
  'terraform_data.first.id',
  '{ known = 1, unknown = terraform_data.first.id }',
];

for (const program of judges)
  describe(`plan files of ${program}`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'plan-file-'));
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('have the values that the program shows', async function () {
      skipWithout(this, program);
      const resources = VALUES.map(
        (value, index) => `resource "terraform_data" "r${index}" {\n  input = ${value}\n}\n`,
      );
      const text = ['resource "terraform_data" "first" {\n}\n', ...resources].join('\n');
      writeFiles(folder, { 'main.tf': text, 'long.txt': 'long '.repeat(20_000) });
      await runTerraform(folder, '{}', ['plan', '-input=false', '-out=plan'], undefined, program);
      const shown = JSON.parse(await runTerraform(folder, '{}', ['show', '-json', 'plan'], undefined, program)) as {
        resource_changes: { address: string; change: { after: { input?: unknown } } }[];
      };
      const inputs = shown.resource_changes.map(({ address, change }) => [address, change.after.input]);
      const read = await plannedResources(path.join(folder, 'plan'));
      const own = read.map(({ address, values }) => [address, values['input']]);
      assert.equal(own.length, VALUES.length + 1);
      assert.deepEqual(
        own,
        [...own].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      );
      assert.deepEqual(asJson(own), asJson(inputs));
    });
  });

/** As in JSON, without unknown values. */
const asJson = (entries: readonly (readonly unknown[])[]): unknown =>
  JSON.parse(JSON.stringify(Object.fromEntries(entries as [string, unknown][])));
