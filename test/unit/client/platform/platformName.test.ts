import assert from 'node:assert/strict';
import { platformName } from '../../../../client/platform/platformName';

const repo = { name: 'repo', uri: 'file:///home/me/repo' };
const other = { name: 'other', uri: 'file:///home/me/other' };

describe('platformName()', () => {
  it('is the name of the workspace folder if the platform is that folder', () =>
    assert.equal(platformName('file:///home/me/repo', [repo]), 'repo'));

  it('is the path in the only workspace folder', () =>
    assert.equal(platformName('file:///home/me/repo/infra/my%20platform', [repo]), 'infra/my platform'));

  it('starts with the workspace folder if there are several', () =>
    assert.equal(platformName('file:///home/me/other/infra', [repo, other]), 'other/infra'));

  it('uses the innermost of nested workspace folders', () =>
    assert.equal(
      platformName('file:///home/me/repo/a/b', [repo, { name: 'a', uri: 'file:///home/me/repo/a' }]),
      'a/b',
    ));

  it('distinguishes folders with the same prefix', () =>
    assert.equal(platformName('file:///home/me/repository', [repo]), 'repository'));

  it('is the name of the folder outside of the workspace, also with a percent sign', () =>
    assert.equal(platformName('file:///tmp/100%', [repo]), '100%'));
});
