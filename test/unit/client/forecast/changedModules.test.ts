import * as assert from 'node:assert/strict';
import { changedModules } from '../../../../client/forecast/changedModules';

const module = (name: string, value: string): string => `module "${name}" {\n  source = "${value}"\n}\n`;

describe('the modules with uncommitted changes', () => {
  it('are those whose block differs from the committed text', () => {
    const committed = `${module('a', 'x')}\n${module('b', 'x')}`;
    assert.deepEqual(changedModules(committed, committed), []);
    assert.deepEqual(changedModules(`${module('a', 'x')}\n${module('b', 'y')}`, committed), [4]);
  });

  it('are the same after a block was moved, and with other line ends', () => {
    const committed = `${module('a', 'x')}\n${module('b', 'x')}`;
    const moved = `# A comment\n${module('b', 'x')}${module('a', 'x')}`;
    assert.deepEqual(changedModules(moved, committed), []);
    assert.deepEqual(changedModules(moved.replaceAll('\n', '\r\n'), committed), []);
  });

  it('include new modules, those of new files, and a block that is being written', () => {
    assert.deepEqual(changedModules(`${module('a', 'x')}${module('c', 'x')}`, module('a', 'x')), [3]);
    assert.deepEqual(changedModules(module('a', 'x'), undefined), [0]);
    assert.deepEqual(changedModules('module "a" {\n  source = ', module('a', 'x')), [0]);
  });
});
