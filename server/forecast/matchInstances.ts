/** The instances of both sides that are the same object, after `moved` and `removed` blocks. */
import { addressText, type ResourceAddress } from './addresses';
import type { ResourceInstance, ResourceNode } from './moduleNode';
import { movedAddresses, type MoveStatement } from './moves';
import type { Walk } from './walk';

export interface Matching {
  /** By the new address. */
  readonly priors: ReadonlyMap<string, ResourceInstance>;
  /** Instances that the new configuration lacks. */
  readonly destroyed: readonly ResourceInstance[];
  /** Addresses of resources that lose instances. */
  readonly orphans: ReadonlySet<string>;
  /** Addresses of resources whose instances before the change are unknown. */
  readonly unknownBefore: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
}

/** Which instances of both sides are the same object. */
export function matchInstances(before: Walk | undefined, after: Walk): Matching {
  const priors = new Map<string, ResourceInstance>();
  const destroyed: ResourceInstance[] = [];
  const orphans = new Set<string>();
  const unknownBefore = new Set<string>();
  const imported = new Set<string>();
  if (!before) return { priors, destroyed, orphans, unknownBefore, imported };
  const old = new Map<string, ResourceAddress>();
  const byText = new Map<string, ResourceInstance>();
  const stars: ResourceInstance[] = [];
  for (const instance of before.instances(false)) {
    if (instance.repetition.isUnknown) {
      stars.push(instance);
      unknownBefore.add(instance.resource.address);
    } else {
      old.set(instance.text, instance.address);
      byText.set(instance.text, instance);
    }
  }
  const current = new Set<string>();
  const resources = new Map<string, ResourceNode>();
  for (const node of after.root.modules())
    for (const resource of node.resources()) {
      if (resource.block.isData) continue;
      resources.set(resource.address, resource);
      for (const instance of resource.instances()) current.add(instance.text);
    }
  const counted = (address: ResourceAddress): boolean | undefined => {
    const resource = resources.get(addressText({ ...address, key: undefined }));
    return !resource || resource.repetition === 'each' ? undefined : resource.repetition === 'count';
  };
  const moved = movedAddresses(old, movesOf(after), counted);
  const isForgotten = forgottenBy(after);
  for (const [from, to] of moved) {
    const target = addressText(to);
    const instance = byText.get(from)!;
    const resource = resources.get(addressText({ ...to, key: undefined }));
    const isUnknown = resource?.instances().some(({ repetition }) => repetition.isUnknown) ?? false;
    if (current.has(target) && !priors.has(target)) priors.set(target, instance);
    else if (isUnknown) continue;
    else if (!isForgotten(to)) {
      destroyed.push(instance);
      orphans.add(addressText({ ...to, key: undefined }));
    }
  }
  for (const star of stars) {
    const same = resources.get(star.resource.address);
    if (same && current.has(star.text)) priors.set(star.text, star);
    else if (!same && !isForgotten(star.address)) destroyed.push(star);
  }
  for (const node of after.root.modules())
    for (const { resource, module } of node.moduleResources?.imported ?? [])
      if (resource) imported.add(addressText({ ...resource, module: [...node.path, ...module] }));
  return { priors, destroyed, orphans, unknownBefore, imported };
}

function movesOf(after: Walk): MoveStatement[] {
  const statements = new Map<string, MoveStatement>();
  for (const node of after.root.modules()) {
    const module = node.path.map(({ name }) => name);
    for (const [index, { from, to }] of (node.moduleResources?.moved ?? []).entries())
      statements.set(`${module.join('.')} ${index}`, { module, from, to });
  }
  return [...statements.values()];
}

/** Whether a `removed` block keeps the object of an address. */
function forgottenBy(after: Walk): (address: ResourceAddress) => boolean {
  const endpoints = [...after.root.modules()].flatMap(node =>
    (node.moduleResources?.forgotten ?? []).map(({ module, resource }) => ({
      path: [...node.path.map(({ name }) => name), ...module.map(({ name }) => name)],
      resource,
    })),
  );
  return ({ module, type, name }) =>
    endpoints.some(
      ({ path, resource }) =>
        path.every((each, index) => module[index]?.name === each) &&
        (!resource || (module.length === path.length && resource.type === type && resource.name === name)),
    );
}
