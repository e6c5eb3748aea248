/** `kubestack/effectiveConfiguration`: the effective configuration of a document's module calls in each environment. */
import { now } from '../../../common/now';
import type { EffectiveAttribute, EffectiveConfigurationResult, EffectiveModule } from '../../../common/protocol';
import { isWithin } from '../../workspace/uri';
import { allCalls } from '../../kubestack/platform/platform';
import { readMetadata } from '../../kubestack/platform/clusterMetadata';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { callsInFile } from '../../semantics/moduleCalls';
import { plainValue } from '../../semantics/plainValue';
import { locationOf, wholeItem, type RequestContext } from '../../semantics/requestContext';

/**
 * @param uri the document
 * @param module label of a module block; all calls of the document when left out
 */
export function effectiveConfiguration(
  request: RequestContext,
  uri: string,
  module?: string,
): EffectiveConfigurationResult {
  const calls = callsInFile(request, uri).filter(call => module === undefined || call.name === module);
  return { modules: calls.map(call => toEffectiveModule(request, call)) };
}

/**
 * The calls in a file, or all calls of the platforms in a folder.
 * @param uri a file or a folder
 */
export const callsWithin = (request: RequestContext, uri: string, isFile: boolean): readonly ModuleCall[] =>
  isFile
    ? callsInFile(request, uri)
    : request.model.tree
        .rootInstances()
        .filter(root => isWithin(root.folderUri, uri))
        .flatMap(root => now(allCalls(root, request.model)));

export function toEffectiveModule(request: RequestContext, call: ModuleCall): EffectiveModule {
  const { module } = call;
  const result = request.model.effectiveConfiguration(call);
  // Not by assignment: an environment may be named `__proto__`.
  const environments = Object.fromEntries(
    [...result.environments].map(([name, { attributes }]) => [
      name,
      attributes.map(attribute => toAttribute(request, attribute, call)),
    ]),
  );
  const metadata = metadataOf(request, call, [...result.environments.keys()]);
  return {
    name: call.name,
    address: call.address,
    kind: module.kind,
    ...(module.provider ? { provider: module.provider } : {}),
    source: module.source,
    ...(module.version === undefined ? {} : { version: module.version }),
    baseKey: result.baseKey,
    location: locationOf(request, labelRange(call.declaration)),
    ...(metadata ? { metadata } : {}),
    environments,
  };
}

function toAttribute(request: RequestContext, attribute: ResolvedAttribute, call: ModuleCall): EffectiveAttribute {
  const fallback = wholeItem(call.declaration.item);
  const { overrides } = attribute;
  return {
    path: [...attribute.path],
    ...plainValue(attribute.value),
    origin: attribute.origin,
    location: locationOf(request, attribute.range ?? fallback),
    ...(overrides
      ? {
          overrides: {
            ...plainValue(overrides.value),
            location: locationOf(request, overrides.range ?? fallback),
          },
        }
      : {}),
  };
}

/** Names and domains of a cluster in the environments where they are known. */
export function metadataOf(
  request: RequestContext,
  call: ModuleCall,
  environments: readonly string[],
): Record<string, { name: string; fqdn: string }> | undefined {
  const names = new Map<string, { name: string; fqdn: string }>();
  for (const environment of environments) {
    const value = request.model.metadata(call, environment);
    const metadata = value?.kind === 'object' ? readMetadata(value) : undefined;
    if (metadata) names.set(environment, metadata);
  }
  return names.size > 0 ? Object.fromEntries(names) : undefined;
}
