import assert from 'node:assert/strict';
import { SideRequests } from '../../../../client/core/sideRequests';
import type { RevisionSide } from '../../../../client/core/revisionSide';
import type { NeededSides, ReviewSide } from '../../../../common/review/review';

describe('requests about revisions', () => {
  const uri = 'file:///infra';
  let reads: number;
  /** The `id`s of the revisions whose files the server has. */
  let kept: Set<string>;
  let requests: SideRequests;
  const side: RevisionSide = {
    kind: 'revision',
    id: 'c0ffee configuration',
    read: () => {
      reads++;
      return Promise.resolve({ 'main.tf': 'locals {}' });
    },
  };
  const compare = (): Promise<(NeededSides & { readonly kinds?: string[] }) | null> =>
    requests.about(uri, { before: side, after: { kind: 'workspace' } }, given => {
      const needs = Object.values(given).flatMap(each => (each.kind === 'sent' && !kept.has(each.id) ? [each.id] : []));
      return Promise.resolve(needs.length > 0 ? { needs } : { kinds: Object.values(given).map(({ kind }) => kind) });
    });

  beforeEach(() => {
    reads = 0;
    kept = new Set();
    requests = new SideRequests((_, params) => {
      const { before } = params as { readonly before: ReviewSide };
      if ('files' in before && 'id' in before) kept.add(before.id);
      return Promise.resolve(null);
    });
  });

  it('send the files of a revision once, also at the same time', async () => {
    const answers = await Promise.all([compare(), compare()]);
    answers.push(await compare());
    assert.deepEqual(answers, Array(3).fill({ kinds: ['sent', 'workspace'] }));
    assert.equal(reads, 1);
  });

  it('contain the files if the server does not keep them', async () => {
    kept.add = () => kept;
    assert.deepEqual(await compare(), { kinds: ['files', 'workspace'] });
  });
});
