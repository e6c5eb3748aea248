import assert from 'node:assert/strict';
import { nextStepsTree, type NextStepsNode } from '../../../../client/scaffold/nextStepsTree';
import { CURRENT_FILES, progressOf } from '../../../../common/replacement/stagedChange';
import { runs, step } from '../../../../common/steps';

const NOW = new Date('2026-11-24T12:00:00Z');
const shown = (nodes: readonly NextStepsNode[], indent = ''): string[] =>
  nodes.flatMap(({ label, description, done, isWaiting, children }) => {
    const box = done === undefined ? '' : done ? '[x] ' : '[ ] ';
    const line = `${indent}${box}${label}${description === '' ? '' : ` (${description})`}${isWaiting ? ' grey' : ''}`;
    return [line, ...shown(children, `${indent}  `)];
  });

describe('the section Next Steps', () => {
  it('has the lists of steps with check boxes, and the reason of a failed check', () => {
    const steps = [
      { ...step('Commit: {0}.', { commands: runs('git commit') }), done: true },
      {
        ...step('Sign in with *aws*.', { check: { command: 'aws sts' } }),
        done: false,
        result: { state: 'open' as const, reason: 'No credentials' },
      },
    ];
    const lists = [{ title: 'Add Node Pool', notes: [], steps }];
    const tree = nextStepsTree([{ platform: 'file:///w', title: '', lists, staged: [] }], () => true, NOW);
    assert.deepEqual(shown(tree), [
      'Add Node Pool (1 of 2)',
      '  [x] Commit: git commit.',
      '  [ ] Sign in with aws. (No credentials)',
    ]);
    assert.deepEqual(
      tree[0]!.children.map(({ context }) => context),
      ['nextStep', 'nextStep.run.check'],
    );
  });

  it('leaves out lists in which nothing is open', () => {
    const lists = [{ title: 'Add', notes: [], steps: [{ ...step('Done.'), done: true }] }];
    assert.deepEqual(
      nextStepsTree([{ platform: 'file:///w', title: '', lists, staged: [] }], () => true, NOW),
      [],
    );
  });

  it('has what is replaced in stages, with what each waits for in grey', () => {
    const progress = progressOf(
      {
        part: 'nodePool',
        old: 'eks_gc0_node_pool_pool',
        next: 'eks_gc0_node_pool_pool2',
        stages: ['add', 'move', 'remove'],
        done: { [CURRENT_FILES]: 1, c1: 1, c0: 0 },
      },
      'c1',
      [
        { environment: 'ops', commit: 'c1' },
        { environment: 'apps', commit: 'c0' },
      ],
    );
    const tree = nextStepsTree([{ platform: 'file:///w', title: '', lists: [], staged: [progress!] }], () => true, NOW);
    assert.deepEqual(shown(tree), [
      'Replace pool (0 of 3 · apps waits for stage 1: promote it.)',
      '  1. Add pool2 (apps waits for stage 1: promote it.)',
      '  2. Move the pods from pool to pool2 (waits for stage 1) grey',
      '  3. Remove pool (waits for stage 2) grey',
    ]);
  });
});
