/** Remembers the platforms that were sent to the client, so that the next answer contains only changes. */
import type { Cluster, Platform, PlatformsDelta } from '../../common/protocol';

export class PlatformResults {
  private last: { readonly resultId: string; readonly platforms: readonly Platform[] } | undefined;
  private count = 0;

  /**
   * The changes since an earlier answer; everything if that is unknown.
   * @param platforms unchanged clusters are the same objects as in the answer before
   */
  since(previousId: string, platforms: readonly Platform[]): PlatformsDelta {
    const before = this.last?.resultId === previousId ? this.last.platforms : [];
    const resultId = String(++this.count);
    this.last = { resultId, platforms };
    return {
      resultId,
      platforms: platforms.map(platform => {
        const sent = new Set<Cluster>(before.find(({ uri }) => uri === platform.uri)?.clusters);
        const clusters = platform.clusters.map(cluster => (sent.has(cluster) ? cluster.name : cluster));
        return { ...platform, clusters };
      }),
    };
  }
}
