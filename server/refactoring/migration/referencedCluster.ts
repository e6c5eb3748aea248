/** Finds the cluster of a module call, as a reference. */
import type { RequestContext } from '../../semantics/requestContext';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { moduleReferences } from '../../workspace/moduleReferences';

/** `module.eks_web0` of the first reference to a module's output in a source text. */
export const expressionReference = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : /\bmodule\.[\p{ID_Start}_][\p{ID_Continue}-]*/u.exec(text)?.[0];

/** By the call's references, else by its label; undefined if that is not a cluster of the same module. */
export function referencedCluster(
  request: RequestContext,
  { instance, declaration, name }: Pick<ModuleCall, 'instance' | 'declaration' | 'name'>,
): string | undefined {
  const clusters = [...request.model.callsIn(instance)].filter(({ module }) => module.kind === 'cluster');
  const referred = [...moduleReferences(declaration.block)];
  const found =
    clusters.find(cluster => referred.includes(cluster.name)) ??
    clusters.filter(cluster => name.startsWith(`${cluster.name}_`)).sort((a, b) => b.name.length - a.name.length)[0];
  return found && `module.${found.name}`;
}
