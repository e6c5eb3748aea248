import assert from 'node:assert/strict';
import { PullRequestDrafts, type PullRequestDraft, type DraftStorage } from '../../../../client/pullRequest/draft';

/** Like VS Code's storage, which keeps only JSON values. */
function memory(): DraftStorage & { stored: string } {
  const kept = {
    stored: '{}',
    get<T>(key: string): T | undefined {
      return (JSON.parse(kept.stored) as Record<string, T>)[key];
    },
    update(key: string, value: unknown): Promise<void> {
      kept.stored = JSON.stringify({ ...(JSON.parse(kept.stored) as object), [key]: value });
      return Promise.resolve();
    },
  };
  return kept;
}

const draft: PullRequestDraft = {
  root: '/work/platform',
  branch: 'feature/ä',
  text: 'Title\n\nBody',
  base: 'main',
  draft: true,
  labels: ['apps'],
  reviewers: [{ id: '8', name: 'Grace' }],
};

describe('drafts of pull requests', () => {
  it('are restored after a restart, for each repository and branch', async () => {
    const kept = memory();
    await new PullRequestDrafts(kept).keep(draft);
    await new PullRequestDrafts(kept).keep({ ...draft, branch: 'other', text: 'Other' });
    await new PullRequestDrafts(kept).keep({ ...draft, text: 'Title\n\nMore' });
    const again = new PullRequestDrafts(kept);
    assert.deepEqual(again.of(draft.root, draft.branch), { ...draft, text: 'Title\n\nMore' });
    await again.forget(draft);
    assert.equal(again.of(draft.root, draft.branch), undefined);
    assert.equal(again.of(draft.root, 'other')?.text, 'Other');
  });

  it('keep the message of a commit that failed', async () => {
    const kept = memory();
    await new PullRequestDrafts(kept).keepMessage('/work/platform', 'Two\nlines');
    assert.equal(new PullRequestDrafts(kept).messageOf('/work/platform'), 'Two\nlines');
    await new PullRequestDrafts(kept).keepMessage('/work/platform', undefined);
    assert.equal(new PullRequestDrafts(kept).messageOf('/work/platform'), undefined);
  });
});
