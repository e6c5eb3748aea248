/**
 * What changes of the attributes in open documents replace, and which arguments their providers refuse. Computed while the server is idle, and kept
 * until a call changes.
 */
import type { ResolvedAttribute } from '../kubestack/inheritance/effectiveAttributes';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { callsInFile } from '../semantics/moduleCalls';
import type { RefusedArgument } from '../semantics/refusedArgument';
import type { RequestContext } from '../semantics/requestContext';
import type { ResolvedPosition } from '../semantics/resolveAt';
import { AttributeEffects, type ReplacedResource } from './attributeEffect';
import { CallInputs, areSameInputs } from './callInputs';
import type { ForecastProblem } from './forecastSide';
import { inEnvironments, refusedIn } from './refusedArguments';
import type { ResourceFacts } from './resourceFacts';

/** Calls of a document whose effects are computed: most documents have one cluster with its node pools. */
const MAX_CALLS = 10;
/** Calls whose effects are kept. */
const MAX_KEPT = 200;

/** A resource that a change of an attribute replaces. */
export interface AttributeReplacement {
  readonly call: ModuleCall;
  readonly path: readonly string[];
  readonly environment: string;
  readonly replaced: ReplacedResource;
}

interface KeptEffects {
  /** The effects are valid while these are the same objects. */
  readonly inputs: readonly unknown[];
  /** By environment and path; undefined if nothing is replaced. */
  readonly effects: Map<string, ReplacedResource | undefined>;
  /** By environment. */
  readonly refused: Map<string, readonly ForecastProblem[]>;
  isComplete: boolean;
}

const keyOf = (environment: string, path: readonly string[]): string => [environment, ...path].join('\0');

export class KnownEffects {
  /** By the folder of the platform and the name of the call, the oldest first. */
  private readonly kept = new Map<string, KeptEffects>();
  /** The calls of `kept`, and older ones, that had refused arguments when they were last computed. */
  private readonly withRefused = new Set<string>();

  constructor(private readonly facts: () => ResourceFacts) {}

  /** What a change of the attribute at a position replaces, if that is known already. */
  at(request: RequestContext, { target }: ResolvedPosition): AttributeReplacement | undefined {
    const [call] = target?.calls ?? [];
    if (target?.kind !== 'attribute' || !call) return undefined;
    const { environment, path } = target;
    const replaced = this.find(request, call)?.effects.get(keyOf(environment, path));
    return replaced && { call, path, environment, replaced };
  }

  /** The refused arguments of the calls in a document, if they are known already. */
  refusedIn(request: RequestContext, uri: string): readonly RefusedArgument[] {
    return this.callsIn(request, uri).flatMap(call => {
      const kept = this.find(request, call);
      return kept?.isComplete === true && hasRefused(kept) ? inEnvironments(call, kept.refused) : [];
    });
  }

  /**
   * Computes the effects of the attributes in a document, and the arguments that are refused. Yields after each step, and continues what was
   * interrupted.
   * @returns whether the refused arguments may have changed
   */
  *prepare(request: RequestContext, uri: string): Generator<undefined, boolean> {
    let hasChanged = false;
    for (const call of this.callsIn(request, uri)) {
      yield;
      const kept = this.find(request, call) ?? this.keep(request, call);
      if (kept.isComplete) continue;
      const { environments } = request.model.effectiveConfiguration(call);
      for (const [environment, { attributes }] of environments) {
        yield;
        yield* this.compute(new AttributeEffects(request, call, environment, this.facts()), attributes, kept.effects);
      }
      for (const environment of environments.keys())
        if (!kept.refused.has(environment))
          kept.refused.set(environment, yield* refusedIn(request, call, environment, this.facts()));
      kept.isComplete = true;
      const hadRefused = this.withRefused.has(nameOf(call));
      if (hasRefused(kept)) this.withRefused.add(nameOf(call));
      else this.withRefused.delete(nameOf(call));
      hasChanged ||= hadRefused || hasRefused(kept);
    }
    return hasChanged;
  }

  /** The calls of a document in the root module whose effects are computed. */
  private callsIn(request: RequestContext, uri: string): ModuleCall[] {
    return callsInFile(request, uri)
      .slice(0, MAX_CALLS)
      .filter(({ instance }) => instance.depth === 0);
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
    return areSameInputs(inputsIn(request, call), kept.inputs) ? kept : undefined;
  }

  private keep(request: RequestContext, call: ModuleCall): KeptEffects {
    const name = nameOf(call);
    const effects = { inputs: inputsIn(request, call), effects: new Map(), refused: new Map(), isComplete: false };
    this.kept.delete(name);
    this.kept.set(name, effects);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return effects;
  }
}

const hasRefused = ({ refused }: KeptEffects): boolean => [...refused.values()].some(({ length }) => length > 0);

const inputsIn = ({ model }: RequestContext, { instance, name }: ModuleCall): readonly unknown[] =>
  new CallInputs({ model, root: instance, folderOf: () => undefined }).of(name).inputs;

const nameOf = ({ instance, name }: ModuleCall): string => `${instance.rootUri}\n${name}`;
