import assert from 'node:assert/strict';
import { platformName } from '../../../../client/platform/platformName';

const repo = { name: 'repo', uri: 'file:///home/me/repo' };
const other = { name: 'other', uri: 'file:///home/me/other' };

describe('platformName', () => {
  it('is the name of the workspace folder when the platform is that folder', () =>
    assert.equal(platformName('file:///home/me/repo', [repo]), 'repo'));

  it('is the path below the only workspace folder', () =>
    assert.equal(platformName('file:///home/me/repo/infra/my%20platform', [repo]), 'infra/my platform'));

  it('begins with the workspace folder when there are several', () =>
    assert.equal(platformName('file:///home/me/other/infra', [repo, other]), 'other/infra'));

  it('takes the innermost of nested workspace folders', () =>
    assert.equal(
      platformName('file:///home/me/repo/a/b', [repo, { name: 'a', uri: 'file:///home/me/repo/a' }]),
      'a/b',
    ));

  it('does not take a folder for another that begins with the same letters', () =>
    assert.equal(platformName('file:///home/me/repository', [repo]), 'repository'));

  it('is the name of the folder outside of the workspace, also with a percent sign in it', () =>
    assert.equal(platformName('file:///tmp/100%', [repo]), '100%'));
});
