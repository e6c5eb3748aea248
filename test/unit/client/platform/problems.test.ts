import assert from 'node:assert/strict';
import { OTHER_PROBLEMS, platformTree } from '../../../../client/platform/platformTree';
import {
  changedIds,
  nodesAt,
  problemsByNode,
  withDescendants,
  type Problem,
} from '../../../../client/platform/problems';
import { samplePlatform } from '../../../support/client/platform/samplePlatform';

const roots = platformTree([samplePlatform()], () => 'repo');
const nodes = roots.flatMap(withDescendants);

function counted(...problems: Problem[]): Record<string, string> {
  const counts = problemsByNode(roots, problems);
  return Object.fromEntries(
    nodes.flatMap(({ id, environment, name }) => {
      const count = counts.get(id);
      return count ? [[`${environment} ${name}`, `${count.errors} ${count.warnings}`]] : [];
    }),
  );
}

describe('problemsByNode()', () => {
  it('counts a problem for the module that contains it, in every environment', () => {
    assert.deepEqual(counted({ uri: 'file:///repo/eks.tf', line: 12, severity: 'error' }), {
      'ops eks_gc0_eu-west-1': '1 0',
      'apps eks_gc0_eu-west-1': '1 0',
    });
  });

  it('distinguishes modules in one file, and adds those of a node pool to its cluster', () => {
    const uri = 'file:///repo/eks.tf';
    const found = counted(
      { uri, line: 12, severity: 'error' },
      { uri, line: 30, severity: 'warning' },
      { uri, line: 31, severity: 'error' },
    );
    assert.deepEqual(found, {
      'ops eks_gc0_eu-west-1': '2 1',
      'ops eks_gc0_eu-west-1_np0': '1 1',
      'apps eks_gc0_eu-west-1': '2 1',
      'apps eks_gc0_eu-west-1_np0': '1 1',
    });
  });

  it('counts a problem in the block of an environment for that one, and in the base also for those that inherit', () => {
    const inBlock = (line: number) => counted({ uri: 'file:///repo/eks.tf', line, severity: 'error' });
    assert.deepEqual(inBlock(20), { 'ops eks_gc0_eu-west-1': '1 0' });
    assert.deepEqual(inBlock(4), { 'ops eks_gc0_eu-west-1': '1 0', 'apps eks_gc0_eu-west-1': '1 0' });
    assert.deepEqual(inBlock(40), { 'ops eks_gc0_eu-west-1': '1 0', 'ops eks_gc0_eu-west-1_np0': '1 0' });
  });

  it('counts a problem outside of modules for the platform that contains its file', () => {
    const two = platformTree([samplePlatform('file:///repo'), samplePlatform('file:///repo/a')], ({ uri }) => uri);
    const found = problemsByNode(two, [
      { uri: 'file:///repo/a/providers.tf', line: 0, severity: 'error' },
      { uri: 'file:///repo/README.md', line: 3, severity: 'warning' },
      { uri: 'file:///elsewhere/providers.tf', line: 0, severity: 'error' },
    ]);
    assert.deepEqual(
      [...found.values()].map(({ node, errors, warnings }) => [node.name, errors, warnings]),
      [
        ['file:///repo/a', 1, 0],
        ['file:///repo', 0, 1],
        ['Other Problems', 1, 0],
      ],
    );
  });

  it('counts problems outside of the modules of the only platform in one item, which opens the first error', () => {
    const found = problemsByNode(roots, [
      { uri: 'file:///repo/eks.tf', line: 12, severity: 'error' },
      { uri: 'file:///repo/variables.tf', line: 3, severity: 'warning' },
      { uri: 'file:///repo/my%20providers.tf', line: 7, severity: 'error' },
      { uri: 'file:///repo/variables.tf', line: 9, severity: 'warning' },
    ]).get(OTHER_PROBLEMS);
    assert.deepEqual([found?.errors, found?.warnings], [1, 2]);
    assert.equal(found?.node.description, 'my providers.tf, variables.tf');
    assert.equal(found?.node.location?.uri, 'file:///repo/my%20providers.tf');
    assert.equal(found?.node.location?.range.start.line, 7);
    assert.deepEqual(counted({ uri: 'file:///repo/providers.tf', line: 0, severity: 'error' }), {});
  });

  it('names ten of the files with other problems', () => {
    const files = Array.from({ length: 11 }, (_, index) => `file:///repo/${String(index).padStart(2, '0')}.tf`);
    const problems = files.map((uri): Problem => ({ uri, line: 0, severity: 'error' }));
    assert.match(problemsByNode(roots, problems).get(OTHER_PROBLEMS)?.node.description ?? '', /, 09\.tf, …$/);
  });

  it('has no item for other problems if there are none, or no platform', () => {
    const problem: Problem = { uri: 'file:///repo/eks.tf', line: 12, severity: 'error' };
    assert.equal(problemsByNode(roots, [problem]).has(OTHER_PROBLEMS), false);
    assert.equal(problemsByNode([], [problem]).size, 0);
  });
});

describe('changedIds()', () => {
  it('names the nodes with new, other and no more problems', () => {
    const before = new Map([
      ['ops/a', { errors: 1, warnings: 0 }],
      ['ops/b', { errors: 1, warnings: 0 }],
      ['ops/c', { errors: 0, warnings: 2 }],
    ]);
    const after = new Map([
      ['ops/a', { errors: 1, warnings: 0 }],
      ['ops/b', { errors: 0, warnings: 1 }],
      ['ops/d', { errors: 0, warnings: 1 }],
    ]);
    assert.deepEqual(changedIds(before, after), ['ops/b', 'ops/c', 'ops/d']);
  });
});

describe('nodesAt()', () => {
  it('returns nothing above the first module of a file', () => {
    const below = nodes.filter(({ name }) => name === 'eks_gc0_eu-west-1_np0');
    assert.deepEqual(nodesAt(below, 29), []);
    assert.deepEqual(
      nodesAt(below, 30).map(({ environment }) => environment),
      ['ops', 'apps'],
    );
    assert.deepEqual(nodesAt([], 3), []);
  });
});
