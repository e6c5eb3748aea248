/** What changes of the attributes in open documents replace, computed while the server is idle and kept until a call changes. */
import type { ResolvedAttribute } from '../kubestack/inheritance/effectiveAttributes';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { callsInFile } from '../semantics/moduleCalls';
import type { RequestContext } from '../semantics/requestContext';
import type { ResolvedPosition } from '../semantics/resolveAt';
import { AttributeEffects, type ReplacedResource } from './attributeEffect';
import { inputsOfCall } from './callInputs';
import type { ResourceFacts } from './resourceFacts';

/** Calls of a document whose effects are computed: most documents have one cluster with its node pools. */
const MAX_CALLS = 10;
/** Calls whose effects are kept. */
const MAX_KEPT = 200;

interface KeptEffects {
  /** The effects are valid while these are the same objects. */
  readonly inputs: readonly unknown[];
  /** By environment and path; undefined if nothing is replaced. */
  readonly effects: Map<string, ReplacedResource | undefined>;
  isComplete: boolean;
}

const keyOf = (environment: string, path: readonly string[]): string => [environment, ...path].join('\0');

export class KnownEffects {
  /** By the folder of the platform and the name of the call, the oldest first. */
  private readonly kept = new Map<string, KeptEffects>();

  constructor(private readonly facts: () => ResourceFacts) {}

  /** What a change of the attribute at a position replaces, if that is known already. */
  at(
    request: RequestContext,
    { target }: ResolvedPosition,
  ): { environment: string; replaced: ReplacedResource } | undefined {
    const [call] = target?.calls ?? [];
    if (target?.kind !== 'attribute' || !call) return undefined;
    const { environment, path } = target;
    const replaced = this.find(request, call)?.effects.get(keyOf(environment, path));
    return replaced && { environment, replaced };
  }

  /** Computes the effects of the attributes in a document. Yields after each step, and continues what was interrupted. */
  *prepare(request: RequestContext, uri: string): Generator<undefined, void> {
    for (const call of callsInFile(request, uri).slice(0, MAX_CALLS)) {
      yield;
      if (call.instance.depth > 0) continue;
      const kept = this.find(request, call) ?? this.keep(request, call);
      if (kept.isComplete) continue;
      for (const [environment, { attributes }] of request.model.effectiveConfiguration(call).environments) {
        yield;
        yield* this.compute(new AttributeEffects(request, call, environment, this.facts()), attributes, kept.effects);
      }
      kept.isComplete = true;
    }
  }

  private *compute(
    effects: AttributeEffects,
    attributes: readonly ResolvedAttribute[],
    found: KeptEffects['effects'],
  ): Generator<undefined, void> {
    for (const { path, value, origin } of attributes) {
      const key = keyOf(effects.environment, path);
      if (origin !== 'inherited' && !value.sensitive && !found.has(key)) found.set(key, yield* effects.of(path, value));
    }
  }

  private find(request: RequestContext, call: ModuleCall): KeptEffects | undefined {
    const kept = this.kept.get(nameOf(call));
    if (!kept) return undefined;
    const inputs = inputsOfCall(request.model, call);
    const isValid =
      inputs.length === kept.inputs.length && inputs.every((input, index) => input === kept.inputs[index]);
    return isValid ? kept : undefined;
  }

  private keep(request: RequestContext, call: ModuleCall): KeptEffects {
    const name = nameOf(call);
    const effects = { inputs: inputsOfCall(request.model, call), effects: new Map(), isComplete: false };
    this.kept.delete(name);
    this.kept.set(name, effects);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return effects;
  }
}

const nameOf = ({ instance, name }: ModuleCall): string => `${instance.rootUri}\n${name}`;
