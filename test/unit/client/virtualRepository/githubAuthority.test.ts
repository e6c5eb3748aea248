import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { authorityAt, repositoryPath, shownRevision } from '../../../../client/virtualRepository/githubAuthority';

const metadata = (value: unknown): string => `github+${Buffer.from(JSON.stringify(value)).toString('hex')}`;

describe('revisions in the URIs of GitHub Repositories', () => {
  it('are read from authorities in issues of users', () => {
    const quoted = 'github+7b2276223a312c22726566223a7b2274797065223a332c226964223a223834343139227d7d';
    assert.deepEqual(shownRevision(quoted), { kind: 'pullRequest', name: '84419' });
    assert.deepEqual(shownRevision('github'), { kind: 'defaultBranch' });
    assert.deepEqual(shownRevision(metadata({ v: 1 })), { kind: 'defaultBranch' });
    assert.deepEqual(shownRevision(metadata({ v: 1, ref: { type: 4, id: 'release/1.3' } })), {
      kind: 'tree',
      name: 'release/1.3',
    });
  });

  it('are unknown for other file systems, other versions and invalid authorities', () => {
    const others = [
      'azurerepos',
      'github.com',
      'github+',
      'github+xyz',
      'github+7b',
      'github+ff',
      metadata(null),
      metadata([]),
      metadata({ v: 2, ref: { type: 0, id: 'main' } }),
      metadata({ v: 1, ref: null }),
      metadata({ v: 1, ref: { type: 9, id: 'main' } }),
      metadata({ v: 1, ref: { type: '0', id: 'main' } }),
      metadata({ v: 1, ref: { type: 0, id: '' } }),
      metadata({ v: 1, ref: { type: 0, id: 7 } }),
    ];
    for (const authority of others) {
      assert.equal(shownRevision(authority), undefined, authority);
      assert.equal(authorityAt(authority, 'main'), undefined, authority);
    }
  });

  it('are encoded in the authority, whatever their names are', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), name => {
        const at = authorityAt('github', name);
        assert.match(at ?? '', /^github\+[0-9a-f]+$/);
        assert.deepEqual(shownRevision(at ?? ''), { kind: 'tree', name });
      }),
    );
  });

  it('are commits if they look like a commit hash', () => {
    const name = '0123456789abcdef0123456789abcdef01234567';
    assert.deepEqual(shownRevision(authorityAt('github', name) ?? ''), { kind: 'commit', name });
  });

  it('belong to the repository, even if the window opened only a part of it', () => {
    assert.equal(authorityAt(metadata({ v: 1, ref: { type: 3, id: '12' } }), 'main'), authorityAt('github', 'main'));
    assert.equal(repositoryPath('/owner/name/platform/x.tf'), '/owner/name');
    assert.equal(repositoryPath('/owner/name'), '/owner/name');
    assert.equal(repositoryPath('/owner'), undefined);
    assert.equal(repositoryPath('/'), undefined);
  });
});
