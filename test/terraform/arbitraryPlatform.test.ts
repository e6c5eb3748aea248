import assert from 'node:assert/strict';
import fc from 'fast-check';
import { skipWithout } from '../support/skipWithout';
import { arbitraryPlatform } from '../support/terraform/arbitraryPlatform';
import { readBlocks } from '../support/terraform/hclBlocks';
import { judgePlatform } from '../support/terraform/judge';
import { judgedBy } from '../support/terraform/judgedBy';

describe('randomly generated platforms', () => {
  const platforms = fc.sample(arbitraryPlatform, { numRuns: 200, seed: 20 });

  it('are the same for the same seed', () => {
    assert.deepEqual(fc.sample(arbitraryPlatform, { numRuns: 5, seed: 20 }), platforms.slice(0, 5));
  });

  it('contain every form of expression', () => {
    const text = platforms.flatMap(({ files }) => Object.values(files)).join('\n');
    for (const form of [
      '<<-EOT',
      '%{ for',
      '%{ if',
      ' ? ',
      '[*].',
      '.*.',
      '("apps")',
      'for key, value in',
      'merge(',
      '\r\n',
      'var.',
      'null',
      '/*',
    ]) {
      assert.ok(text.includes(form), `nothing has ${form}`);
    }
    assert.match(text, /current_config/);
    assert.match(text, /source = "\.\/modules\/feature_\d+"/);
  });

  it('contain modules of every kind and generation', () => {
    const calls = platforms.flatMap(platform => platform.calls);
    assert.deepEqual([...new Set(calls.map(({ kind }) => kind))].sort(), ['cluster', 'node-pool', 'service']);
    for (const version of ['v0.19.2-beta.0', 'v0.14.0-beta.0', 'v0.13.0-beta.0', 'v0.12.2-beta.0', '1.10.1-kbst.0']) {
      assert.ok(
        calls.some(call => call.version === version),
        `nothing has version ${version}`,
      );
    }
  });

  it('shrink to one readable call', () => {
    const { counterexample } = fc.check(
      fc.property(
        arbitraryPlatform,
        ({ files }) => !Object.values(files).some(text => text.includes('configuration = ')),
      ),
      { seed: 3 },
    );
    const files = Object.values(counterexample?.[0].files ?? {});
    assert.equal(files.length, 1);
    assert.ok((files[0] ?? '').split('\n').length < 20, files[0]);
  });

  it('are accepted by terraform, with few exceptions because of their values', async function () {
    skipWithout(this, judgedBy);
    const kinds: string[] = [];
    for (const platform of platforms.slice(0, 8)) {
      for (const text of Object.entries(platform.files).filter(([file]) => file.endsWith('.tf'))) readBlocks(text[1]);
      for (const { environments } of await judgePlatform(platform)) {
        for (const verdict of Object.values(environments)) {
          kinds.push(verdict.kind);
          if (verdict.kind === 'error')
            assert.doesNotMatch(verdict.message, /Invalid character|separator|Invalid expression|newline/);
        }
      }
    }
    assert.ok(kinds.filter(kind => kind === 'value').length > 0.7 * kinds.length, kinds.join(' '));
  });
});
