import { strict as assert } from 'node:assert';
import { DependencyTracker } from '../../../../../server/kubestack/memoization/dependencyTracker';

/** An input that counts how often it is checked. */
class Counted {
  value = 1;
  asked = 0;
  readonly current = (): number => {
    this.asked++;
    return this.value;
  };
}

describe('the dependency tracker', () => {
  it('checks an input once per revision, however many results use it', () => {
    const source = new Counted();
    const first = new DependencyTracker();
    first.read(source);
    const others = Array.from({ length: 1000 }, () => {
      const reads = new DependencyTracker();
      reads.include(first);
      return reads;
    });
    source.asked = 0;
    assert.ok(others.every(reads => reads.areCurrent(1)));
    assert.equal(source.asked, 1);
    source.value = 2;
    assert.ok(others.every(reads => !reads.areCurrent(2)));
    assert.equal(source.asked, 2);
  });

  it('follows chains of 50,000 results', () => {
    const source = new Counted();
    let last = new DependencyTracker();
    last.read(source);
    for (let length = 0; length < 50_000; length++) {
      const next = new DependencyTracker();
      next.include(last);
      last = next;
    }
    assert.equal(last.areCurrent(1), true);
    source.value = 2;
    assert.equal(last.areCurrent(2), false);
  });

  it('is replaced by the one that it includes if it has nothing else', () => {
    const [first, second] = [new Counted(), new Counted()];
    const inner = new DependencyTracker();
    inner.read(first);
    const including = (more: (reads: DependencyTracker) => void): DependencyTracker => {
      const reads = new DependencyTracker();
      reads.include(inner);
      more(reads);
      return reads;
    };
    assert.equal(including(() => {}).complete(), inner);
    const own = including(reads => reads.read(second));
    const tied = including(reads => reads.tieToInstance());
    const both = including(reads => reads.include(own));
    for (const each of [own, tied, both, inner]) assert.equal(each.complete(), each);
    assert.equal(both.areCurrent(1), true);
    second.value = 2;
    assert.deepEqual(
      [inner, own, tied, both].map(each => each.areCurrent(2)),
      [true, false, true, false],
    );
  });

  it('records more inputs after a check', () => {
    const [first, second, third] = [new Counted(), new Counted(), new Counted()];
    const [reads, included] = [new DependencyTracker(), new DependencyTracker()];
    reads.read(first);
    assert.equal(reads.areCurrent(1), true);
    reads.read(second);
    included.read(third);
    reads.include(included);
    let revision = 1;
    for (const each of [first, second, third]) {
      assert.equal(reads.areCurrent(++revision), true);
      each.value++;
      assert.equal(reads.areCurrent(++revision), false);
      each.value--;
    }
  });

  it('ties a result to one module instance if one of its parts is', () => {
    const tied = new DependencyTracker();
    tied.tieToInstance();
    const reads = new DependencyTracker();
    reads.include(tied);
    assert.equal(reads.areOfFolder, false);
  });
});
