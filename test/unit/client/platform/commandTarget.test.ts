import assert from 'node:assert/strict';
import { commandTarget, isWithoutEnvironment, platformOf } from '../../../../client/platform/commandTarget';
import { platformTree } from '../../../../client/platform/platformTree';
import { samplePlatform } from '../../../support/client/platform/samplePlatform';

describe('commandTarget()', () => {
  it('accepts an item of the view', () => {
    const cluster = platformTree([samplePlatform()], () => 'repo')[0]?.children[0];
    assert.deepEqual(commandTarget(cluster), {
      platform: 'file:///repo',
      environment: 'ops',
      at: { uri: 'file:///repo/eks.tf', line: 20 },
    });
  });

  it('accepts the valid parts of arguments of other extensions', () => {
    assert.deepEqual(commandTarget({ platform: 'file:///a', environment: 'ops' }), {
      platform: 'file:///a',
      environment: 'ops',
    });
    assert.deepEqual(commandTarget({ platform: 1, environment: {}, location: { uri: 'file:///a' } }), {});
    for (const nothing of [undefined, null, 'ops', 3]) assert.deepEqual(commandTarget(nothing), {});
  });
});

describe('isWithoutEnvironment()', () => {
  it('is true for a command that names an environment of other platforms only', () => {
    const platform = samplePlatform();
    assert.equal(isWithoutEnvironment({ ...platform, environments: ['int', 'prod'] }, { environment: 'ops' }), true);
    assert.equal(isWithoutEnvironment({ ...platform, environments: ['int', 'ops'] }, { environment: 'ops' }), false);
    assert.equal(isWithoutEnvironment({ ...platform, environments: ['int'] }, {}), false);
  });
});

describe('platformOf()', () => {
  const platforms = [samplePlatform('file:///r'), samplePlatform('file:///r/inner')];

  it('returns the innermost platform of a file', () => {
    assert.equal(platformOf(platforms, 'file:///r/a.tf')?.uri, 'file:///r');
    assert.equal(platformOf(platforms, 'file:///r/inner/modules/x/main.tf')?.uri, 'file:///r/inner');
    assert.equal(platformOf(platforms, 'file:///r/inner')?.uri, 'file:///r/inner');
  });

  it('returns nothing for files outside of platforms', () =>
    assert.equal(platformOf(platforms, 'file:///rest/a.tf'), undefined));
});
