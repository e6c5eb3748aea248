import assert from 'node:assert/strict';
import { changeDone, changeLabel } from '../../../../client/scaffold/changeLabel';
import { StoredAnswers } from '../../../../client/scaffold/storedAnswers';
import { reviewedFiles } from '../../../../client/scaffold/reviewedFiles';

const at = (line: number, character: number) => ({ line, character });

describe('reviewedFiles', () => {
  it('shows every file after the change', () => {
    const edit = {
      documentChanges: [
        { kind: 'create' as const, uri: 'file:///p/b.tf' },
        {
          textDocument: { uri: 'file:///p/b.tf', version: null },
          edits: [{ range: { start: at(0, 0), end: at(0, 0) }, newText: 'module "b" {}\n' }],
        },
        {
          textDocument: { uri: 'file:///p/README.md', version: 3 },
          edits: [
            { range: { start: at(1, 0), end: at(1, 0) }, newText: '| b |\n' },
            { range: { start: at(0, 2), end: at(0, 3) }, newText: 'B' },
          ],
        },
        { kind: 'delete' as const, uri: 'file:///p/c.tf' },
      ],
    };
    assert.deepEqual(
      reviewedFiles(edit, () => '| a |\nend\n'),
      [
        { uri: 'file:///p/b.tf', exists: false, after: 'module "b" {}\n' },
        { uri: 'file:///p/c.tf', exists: true, after: undefined },
        { uri: 'file:///p/README.md', exists: true, after: '| B |\n| b |\nend\n' },
      ],
    );
  });
});

describe('texts about writing a change', () => {
  const files = (created: number, changed: number, deleted: number) => ({
    created: Array.from({ length: created }, String),
    changed: Array.from({ length: changed }, String),
    deleted: Array.from({ length: deleted }, String),
  });

  it('describe the action and the number of files', () => {
    const labels = [files(8, 0, 0), files(1, 0, 0), files(0, 2, 0), files(0, 0, 1), files(2, 3, 1)].map(each =>
      changeLabel(each),
    );
    assert.deepEqual(labels, ['Create 8 files', 'Create 1 file', 'Change 2 files', 'Delete 1 file', 'Write 6 files']);
  });

  it('report the result afterwards', () => {
    assert.equal(changeDone('New Platform', files(8, 0, 0)), 'New Platform: created 8 files.');
    assert.equal(changeDone('Add Node Pool', files(1, 1, 0)), 'Add Node Pool: changed 2 files.');
  });
});

describe('StoredAnswers', () => {
  const memory = (stored?: unknown) => {
    const values = new Map<string, unknown>([['kubestack.scaffoldAnswers', stored]]);
    return {
      get: (key: string) => values.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
    };
  };

  it('keeps answers for another window until they are written', () => {
    const stored = memory();
    new StoredAnswers(stored).keep('cluster file:///p', { region: 'eu-west-1' });
    const later = new StoredAnswers(stored);
    assert.deepEqual(later.get('cluster file:///p'), { region: 'eu-west-1' });
    assert.equal(later.get('nodePool file:///p'), undefined);
    later.forget('cluster file:///p');
    assert.equal(later.get('cluster file:///p'), undefined);
  });

  it('ignores invalid stored values', () => {
    assert.equal(new StoredAnswers(memory([['a', 1], 'b', null, ['c']])).get('a'), undefined);
    assert.equal(new StoredAnswers(memory({ a: {} })).get('a'), undefined);
  });

  it('forgets the oldest of many', () => {
    const answers = new StoredAnswers(memory());
    for (let index = 0; index < 30; index++) answers.keep(`k${index}`, { index });
    assert.equal(answers.get('k0'), undefined);
    assert.deepEqual(answers.get('k29'), { index: 29 });
  });
});
