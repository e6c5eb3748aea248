import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  behaviors,
  blockFeatures,
  functionFeatures,
  testFeatures,
  type LanguageFeature,
} from '../../../server/hcl/languageFeatures';

describe('docs/opentofu.md', () => {
  const page = readFileSync(join(__dirname, '../../../docs/opentofu.md'), 'utf8');
  const assertTable = (heading: string, features: readonly LanguageFeature[]): void => {
    const [, section = ''] = page.split(`## ${heading}\n`);
    const rows = [...section.split('\n## ')[0]!.matchAll(/^\| .*\S +\| ([\d.]+|–) +\| ([\d.]+|–) +\|$/gm)];
    assert.deepEqual(
      rows.map(([, terraform, tofu]) => `${terraform} ${tofu}`),
      features.map(({ terraform = '–', tofu = '–' }) => `${terraform} ${tofu}`),
    );
  };

  it('has the same versions of language features as the code', () => {
    assertTable('Language features', [
      ...[...functionFeatures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, feature]) => feature),
      ...blockFeatures.values(),
      ...Object.values(behaviors),
    ]);
  });

  it('has the same versions of the parts of tests', () => {
    assertTable('Files with tests and queries', [...testFeatures.values()]);
  });
});
