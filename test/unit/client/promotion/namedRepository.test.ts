import assert from 'node:assert/strict';
import { namedRepository } from '../../../../client/promotion/namedRepository';

const one = { root: '/w/one', extension: undefined, platforms: [{ uri: 'file:///w/one' }] };
const two = {
  root: '/w/two',
  extension: { rootUri: { fsPath: '/link' } },
  platforms: [{ uri: 'file:///w/two/a' }, { uri: 'file:///w/two/b' }],
};

describe('the repository of a command, in a window with several', () => {
  const nameOf = (target: Parameters<typeof namedRepository>[1]): string | undefined =>
    namedRepository([one, two], target)?.root;

  it('is the one with the path, as Git or VS Code writes it', () => {
    assert.equal(nameOf({ repository: '/w/two' }), '/w/two');
    assert.equal(nameOf({ repository: '/link' }), '/w/two');
  });

  it('is the one with the platform of an item', () => assert.equal(nameOf({ platform: 'file:///w/two/b' }), '/w/two'));

  it('is open without both, so that the user is asked, also if VS Code’s Git extension is disabled', () => {
    assert.equal(nameOf({}), undefined);
    assert.equal(nameOf({ repository: '/other', platform: 'file:///other' }), undefined);
  });
});
