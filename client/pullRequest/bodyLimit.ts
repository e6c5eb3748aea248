import type { ForgeKind } from '../gitHost/gitHost';

/** The longest body that a forge takes, in UTF-16 units, less a little for what people add. */
export function bodyLimit(kind: ForgeKind | undefined): number {
  if (kind === 'azureDevOps') return 3_900;
  return kind === 'bitbucket' || kind === 'bitbucketDataCenter' ? 31_000 : 60_000;
}
