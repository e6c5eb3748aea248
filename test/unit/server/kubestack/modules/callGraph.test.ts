import { strict as assert } from 'node:assert';
import { foldersCalledFromOutside } from '../../../../../server/kubestack/modules/callGraph';

/** `a>b c, b>a`: which folders call which. */
function calledIn(calls: string): string[] {
  const callers = new Map<string, Set<string>>();
  for (const [caller = '', callees = ''] of calls.split(', ').map(each => each.split('>')))
    for (const called of callees.split(' ').filter(Boolean))
      callers.set(called, (callers.get(called) ?? new Set()).add(caller));
  return [...foldersCalledFromOutside(callers)].sort();
}

describe('called folders', () => {
  it('are those with a caller that is itself called by nobody or starts a cycle', () => {
    assert.deepEqual(calledIn('a>b c, b>c, c>d'), ['b', 'c', 'd']);
    assert.deepEqual(calledIn('r>b, b>c, c>b'), ['b', 'c']);
  });
  it('exclude the first folder of a cycle that nothing else calls, which counts as the root', () => {
    assert.deepEqual(calledIn('b>c, c>d, d>b'), ['c', 'd']);
    assert.deepEqual(calledIn('b>c, c>b e, e>f, f>e'), ['c', 'e', 'f']);
  });
  it('exclude the first folder of each cycle by name', () => {
    assert.deepEqual(calledIn('y>z, z>y b, b>c, c>b'), ['c', 'z']);
  });
  it('may form chains as long as the workspace is large', () => {
    const callers = new Map(Array.from({ length: 50_000 }, (_, index) => [`m${index + 1}`, new Set([`m${index}`])]));
    assert.equal(foldersCalledFromOutside(callers).size, 50_000);
  });
});
