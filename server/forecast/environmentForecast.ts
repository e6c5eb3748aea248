/** The forecast of one environment: both sides, walked at the same time. */
import type { ForecastAction, ForecastReason, ForecastResource } from '../../common/forecast/forecast';
import { getOrAdd } from '../../common/mapEntry';
import { identityOf, sourceOf } from '../hcl/evaluation/content';
import { knownText } from '../hcl/evaluation/knownEnds';
import { toPlain } from '../hcl/values/json';
import { containsSensitive, whollyKnown } from '../hcl/values/value';
import type { Value } from '../hcl/model';
import type { ResourceAddress } from './addresses';
import { STAND_IN, type AppliedWalk } from './appliedWalk';
import { Causes } from './causes';
import type { Difference } from './compareArguments';
import { emptyPart, type ForecastPart } from './forecastPart';
import { ForecastProblems } from './forecastProblems';
import { ownerOf, type PartOwner, type ProblemKind } from './forecastSide';
import { plannedText, type MovedInstance } from './matchInstances';
import type { ResourceInstance } from './moduleNode';
import type { PlannedInstance, PlannedWalk } from './plannedWalk';
import type { ResourceFacts } from './resourceFacts';
import type { Walk } from './walk';

const PROBLEM_KINDS: readonly ProblemKind[] = ['unknown', 'skipped', 'missing', 'invalid'];

export class EnvironmentForecast {
  /** What is replaced, by call. */
  private readonly gone = new Map<PartOwner, MovedInstance[]>();
  private readonly parts = new Map<PartOwner, ForecastPart>();
  private readonly causes: Causes;

  constructor(
    private readonly before: AppliedWalk | undefined,
    private readonly after: PlannedWalk,
    private readonly facts: ResourceFacts,
  ) {
    this.causes = new Causes(before, after);
  }

  /** The parts of the visited calls, and of the root module. Pauses between resources. */
  *compute(): Generator<undefined, ReadonlyMap<PartOwner, ForecastPart>> {
    const { after } = this;
    yield* after.prepare();
    yield* after.visitInstances(false, instance => this.addChange(instance), after.isVisited);
    yield* after.visitInstances(
      true,
      instance => {
        const found = this.problemsOf(ownerIn(instance.address));
        found.addErrors(instance);
        found.addMissingObject(instance);
      },
      after.isVisited,
    );
    yield;
    const destroyed = new Map<PartOwner, MovedInstance[]>();
    for (const each of after.matching.destroyed()) {
      if (isRendered(each.instance)) continue;
      const owner = ownerIn(each.to);
      this.partOf(owner).resources.push({ resource: this.destroyed(each), ranges: [] });
      // What is left out may still be there.
      if (after.isIncomplete(each.to.module)) continue;
      getOrAdd(destroyed, owner, () => []).push(each);
      if (each.instance.repetition.isUnknown !== true) this.problemsOf(owner).addDestroyed(each, plannedText(each));
    }
    for (const owner of new Set([...this.gone.keys(), ...destroyed.keys()])) {
      const lost = destroyed.get(owner) ?? [];
      const found = this.problemsOf(owner);
      found.addMissingProviders(lost);
      found.addEffectsOf([...(this.gone.get(owner) ?? []), ...lost]);
    }
    for (const [owner, part] of this.parts) part.failures.push(...after.failuresOf(owner));
    this.addReported('after', after);
    if (this.before) this.addReported('before', this.before);
    return this.parts;
  }

  private partOf(owner: PartOwner): ForecastPart {
    return getOrAdd(this.parts, owner, emptyPart);
  }

  private problemsOf(owner: PartOwner): ForecastProblems {
    return new ForecastProblems(this.before, this.after, this.facts, this.partOf(owner));
  }

  private addReported(name: 'before' | 'after', walk: Walk): void {
    for (const owner of walk.problemOwners())
      this.partOf(owner).reported.set(
        name,
        new Map(PROBLEM_KINDS.map(kind => [kind, walk.problemsOf(kind, owner)] as const)),
      );
  }

  private addChange(instance: ResourceInstance): void {
    if (isRendered(instance)) return;
    const plan = this.after.plan(instance);
    const owner = ownerIn(instance.address);
    const found = this.problemsOf(owner);
    found.addErrors(instance);
    if (plan.action === 'none') return;
    if (plan.action === 'replace') {
      getOrAdd(this.gone, owner, () => []).push({ instance: plan.prior ?? instance, to: instance.address });
      found.addReplaced(instance);
    }
    this.addChanged(instance, plan, plan.action);
  }

  private addChanged(instance: ResourceInstance, plan: PlannedInstance, action: ForecastAction): void {
    const { type } = instance.resource.block;
    const part = this.partOf(ownerIn(instance.address));
    if (action === 'unknown' && !this.facts.resource(type)) part.untyped.add(type);
    part.resources.push({
      resource: {
        ...addresses(instance.text, plan.prior),
        type,
        action,
        ...(plan.atMost && { atMost: plan.atMost }),
        reasons: plan.differences.map(reasonOf),
        ...(plan.note !== undefined && { note: plan.note }),
        module: moduleOf(instance.address),
      },
      ranges: plan.differences.map(each => this.causes.of(instance, each)),
    });
  }

  private destroyed(moved: MovedInstance): ForecastResource {
    const { instance, to } = moved;
    const isUnknown = instance.repetition.isUnknown === true || this.after.isIncomplete(to.module);
    return {
      ...addresses(plannedText(moved), instance),
      type: to.type,
      action: isUnknown ? 'unknown' : 'destroy',
      reasons: [],
      module: moduleOf(to),
    };
  }
}

function reasonOf({ path, before, after, effect, mayReplace }: Difference): ForecastReason {
  const isSensitive = [before, after].some(value => value && containsSensitive(value));
  return {
    argument: path,
    ...(isSensitive ? { sensitive: true } : { ...plainSide('before', before), ...plainSide('after', after) }),
    effect,
    ...(effect === 'unknown' && mayReplace && { mayReplace }),
  };
}

const ownerIn = ({ module }: ResourceAddress): PartOwner => ownerOf(module);

const addresses = (
  address: string,
  prior: ResourceInstance | undefined,
): Pick<ForecastResource, 'address' | 'previousAddress'> => ({
  address,
  ...(prior && prior.text !== address && { previousAddress: prior.text }),
});

function plainSide(name: 'before' | 'after', value: Value | undefined): Partial<ForecastReason> {
  if (!value || value.kind === 'null') return {};
  if (whollyKnown(value) && !identityOf(value).includes(STAND_IN)) return { [name]: toPlain(value) };
  const [part, source] = [partlyKnownText(value), sourceOf([value])];
  return {
    [`${name}Unknown`]: true,
    ...(part !== undefined && { [`${name}Part`]: part }),
    ...(source !== undefined && { [`${name}Source`]: source }),
  };
}

/** `web0-apps-…` */
function partlyKnownText(value: Value): string | undefined {
  const known = value.kind === 'unknown' ? knownText(value) : undefined;
  return known && `${known.start}…${known.end}`;
}

/** Whether a resource is a Kubernetes object of a service, which `compare --manifests` compares. */
const isRendered = ({ resource }: ResourceInstance): boolean => resource.block.type.startsWith('kustomization_');

/** `module.eks_gc0` of `module.eks_gc0.module.node_pool.aws_eks_node_group.nodes`. */
const moduleOf = ({ module: [first] }: ResourceAddress): string => (first ? `module.${first.name}` : '');
