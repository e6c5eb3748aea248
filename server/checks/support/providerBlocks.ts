/** The provider blocks of a root module, and which cluster a thing belongs to. */
import { literalText } from '../../kubestack/modules/literalText';
import { clusterInName } from '../../kubestack/platform/namingRules';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import { baseNameOf } from '../../workspace/uri';
import type { SourceRange } from '../../hcl/model';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { CheckContext } from '../engine/checkContext';
import { mapInTurn } from '../../scheduling/inTurn';
import { perContext } from '../engine/perContext';
import { clusterCalls } from './platformLayout';

export interface ProviderBlock {
  /** `aws.eks_gc0_eu-west-1`, or `aws`. */
  readonly key: string;
  readonly type: string;
  readonly alias: string | undefined;
  readonly declaration: Declaration;
}

/** In the order of the files; what a name that is computed stands for is left out. */
export const providerBlocks = perContext(function* ({ root }): Generator<undefined, readonly ProviderBlock[]> {
  return yield* mapInTurn(root.folder?.namesInOrder('provider') ?? [], key => {
    const declaration = root.folder?.declaration('provider', key);
    const type = declaration?.block.labels[0]?.name;
    if (!declaration || type === undefined) return [];
    return [{ key, type, alias: literalText(declaredAttribute(declaration, 'alias')?.attribute.value), declaration }];
  });
});

export const declaresProvider = ({ root }: Pick<CheckContext, 'root'>, key: string): boolean =>
  root.folder?.declaration('provider', key) !== undefined;

/** The alias in quotes, else the label. */
export function aliasRange({ declaration }: ProviderBlock): SourceRange {
  const alias = declaredAttribute(declaration, 'alias');
  if (alias) return rangeIn(alias.item, alias.attribute.value);
  const label = declaration.block.labels[0] ?? { start: 0, end: declaration.block.type.length };
  return rangeIn(declaration.item, label);
}

/** Labels of the clusters that the root module calls. */
export const clusterLabels = perContext(function* (context): Generator<undefined, ReadonlySet<string>> {
  return new Set(yield* mapInTurn(clusterCalls(context), ({ name }) => [name]));
});

/** The cluster that a module belongs to by its name, else by the name of its file. */
export const clusterOfModule = (context: CheckContext, name: string, uri: string): string | undefined =>
  clusterInName(name, clusterLabels(context)) ??
  clusterInName(baseNameOf(uri).replace(/\.tf$/, ''), clusterLabels(context));
