/** Answers that follow from the argument of a command: an item of the platform view, or a node of the platform diagram. */
import { isRecord } from '../../common/isRecord';
import type { Platform } from '../../common/protocol';
import type { GivenAnswers } from './questionRun';

/**
 * @param argument of the command: an item of the view, a node, or anything else
 * @param platform the command's platform
 */
export function presetAnswers(argument: unknown, platform: Platform | undefined): GivenAnswers {
  if (argument === null || typeof argument !== 'object') return {};
  const { kind, name, environment, given, attribute } = argument as Record<string, unknown>;
  if (typeof name !== 'string') return {};
  switch (kind) {
    case 'replacement':
      return {
        name,
        ...(isRecord(given) ? { given } : {}),
        ...(typeof attribute === 'string' ? { attribute } : {}),
      };
    case 'cluster':
      return { cluster: name };
    case 'nodePool':
      return { nodePool: name };
    case 'environment':
      return typeof environment === 'string' ? { env: environment } : {};
    case 'service':
      return serviceAnswers(name, platform);
    default:
      return {};
  }
}

/** A binding represents its service on one cluster. */
function serviceAnswers(binding: string, platform: Platform | undefined): GivenAnswers {
  for (const { name: cluster, services } of platform?.clusters ?? []) {
    const service = services.find(({ name }) => name === binding);
    if (service) return { service: serviceName(service), clusters: [cluster] };
  }
  return {};
}

/** The feature module's folder, or the catalog entry, of a service; otherwise its label. */
export function serviceName({ name, source }: { name: string; source: string }): string {
  const feature = /^\.\/modules\/([\w-]+)\/?$/.exec(source)?.[1];
  const entry = /(?<![a-z0-9-])([a-z0-9-]+)\/kustomization$/.exec(source)?.[1];
  return feature ?? entry ?? name;
}
