/** Finds the provider blocks of a root module, and the cluster to which a module belongs. */
import { literalText } from '../../kubestack/modules/literalText';
import { clusterInName } from '../../kubestack/platform/namingRules';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import { baseNameOf } from '../../workspace/uri';
import type { SourceRange } from '../../hcl/model';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { CheckContext } from '../engine/checkContext';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';
import { clusterCalls } from './platformLayout';

export interface ProviderBlock {
  /** For example `aws.eks_gc0_eu-west-1` or `aws`. */
  readonly key: string;
  readonly type: string;
  readonly alias: string | undefined;
  readonly declaration: Declaration;
}

/** In the order of files. */
export const providerBlocks = perContext(function* ({ root }): Generator<undefined, readonly ProviderBlock[]> {
  return yield* mapPausing(root.folder?.namesInOrder('provider') ?? [], key => {
    const declaration = root.folder?.declaration('provider', key);
    const type = declaration?.block.labels[0]?.name;
    if (!declaration || type === undefined) return [];
    return [{ key, type, alias: literalText(declaredAttribute(declaration, 'alias')?.attribute.value), declaration }];
  });
});

export const declaresProvider = ({ root }: Pick<CheckContext, 'root'>, key: string): boolean =>
  root.folder?.declaration('provider', key) !== undefined;

/** The value of `alias` with quotes, otherwise the label. */
export function aliasRange({ declaration }: ProviderBlock): SourceRange {
  const alias = declaredAttribute(declaration, 'alias');
  if (alias) return rangeIn(alias.item, alias.attribute.value);
  const label = declaration.block.labels[0] ?? { start: 0, end: declaration.block.type.length };
  return rangeIn(declaration.item, label);
}

/** The labels of the clusters in the root module. */
export const clusterLabels = perContext(function* (context): Generator<undefined, ReadonlySet<string>> {
  return new Set(yield* mapPausing(clusterCalls(context), ({ name }) => [name]));
});

/** The cluster of a module: by its name, otherwise by the name of its file. */
export const clusterOfModule = (context: CheckContext, name: string, uri: string): string | undefined =>
  clusterInName(name, clusterLabels(context)) ??
  clusterInName(baseNameOf(uri).replace(/\.tf$/, ''), clusterLabels(context));
