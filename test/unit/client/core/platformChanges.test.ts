import assert from 'node:assert/strict';
import { changedPlatforms } from '../../../../client/core/platformChanges';
import type { Platform } from '../../../../common/protocol';
import { PlatformResults } from '../../../../server/lsp/platformResults';
import { samplePlatform } from '../../../support/client/platform/samplePlatform';

/** Serialized like in the protocol. */
const serialized = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('changedPlatforms()', () => {
  let results: PlatformResults;
  let resultId: string;
  let known: readonly Platform[];

  /** The client's platforms after another request. */
  function ask(platforms: readonly Platform[]): (Platform['clusters'][number] | string)[][] {
    const answer = serialized(results.since(resultId, platforms));
    known = changedPlatforms(known, answer.platforms);
    resultId = answer.resultId;
    return answer.platforms.map(({ clusters }) => clusters);
  }

  beforeEach(() => {
    results = new PlatformResults();
    resultId = '';
    known = [];
  });

  it("returns the server's platforms the first time", () => {
    const platforms = [samplePlatform('file:///a'), samplePlatform('file:///b')];
    ask(platforms);
    assert.deepEqual(known, serialized(platforms));
  });

  it('returns the same objects if nothing changed, for which the server sends only names', () => {
    const platforms = [samplePlatform()];
    ask(platforms);
    const before = known;
    assert.deepEqual(ask(platforms.map(platform => ({ ...platform }))), [
      platforms[0]!.clusters.map(({ name }) => name),
    ]);
    assert.equal(known, before);
  });

  it('replaces a changed cluster and keeps the others', () => {
    const platform = samplePlatform();
    ask([platform]);
    const [first, second] = known[0]!.clusters;
    const changed = { ...platform.clusters[0]!, region: 'us-east-1' };
    const now = { ...platform, clusters: [changed, ...platform.clusters.slice(1)] };
    assert.deepEqual(ask([now]), [[serialized(changed), second!.name]]);
    assert.deepEqual(known, serialized([now]));
    assert.notEqual(known[0]!.clusters[0], first);
    assert.equal(known[0]!.clusters[1], second);
  });

  it('follows clusters and platforms that are added, removed and moved', () => {
    const [a, b] = [samplePlatform('file:///a'), samplePlatform('file:///b')];
    ask([a, b]);
    const another = { ...a.clusters[0]!, name: 'gke_new_europe-west1' };
    for (const platforms of [
      [{ ...a, clusters: [...a.clusters].reverse() }, b],
      [{ ...a, clusters: [another, a.clusters[1]!] }],
      [b, { ...a, clusters: [] }],
      [a, b],
      [],
      [{ ...b, environments: ['one'] }],
    ]) {
      ask(platforms);
      assert.deepEqual(known, serialized(platforms));
    }
  });

  it('accepts complete platforms from a restarted server', () => {
    const platforms = [samplePlatform()];
    ask(platforms);
    results = new PlatformResults();
    assert.deepEqual(ask(platforms), [serialized(platforms[0]!.clusters)]);
  });

  it('rejects an unknown name', () => {
    const change = { ...samplePlatform(), clusters: ['eks_unknown'] };
    assert.throws(() => changedPlatforms([], [change]));
  });
});
