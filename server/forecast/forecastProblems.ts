/** What a change breaks beside the resources that it changes: errors of the plan, and what is lost or refused when resources are destroyed. */
import { localized, t } from '../../common/localization';
import { getOrAdd } from '../../common/mapEntry';
import { findAttribute } from '../workspace/declarations';
import { moduleText, type ResourceAddress } from './addresses';
import type { AppliedWalk } from './appliedWalk';
import { valueAt } from './configBlock';
import type { ForecastPart } from './forecastPart';
import type { ForecastProblem } from './forecastSide';
import { plannedText, type MovedInstance } from './matchInstances';
import type { ResourceInstance, ResourceNode } from './moduleNode';
import { isSameStep } from './moves';
import { conditionsOf, destroyProblem, lifecyclePart } from './moduleResources';
import type { Certainty } from './plannedAction';
import type { PlannedWalk } from './plannedWalk';
import { referencesIn } from './references';
import { refusedValues } from './refusedValues';
import type { ResourceFacts } from './resourceFacts';
import { SINGLE } from './resourceNode';

export class ForecastProblems {
  /** @param part receives the problems */
  constructor(
    private readonly before: AppliedWalk | undefined,
    private readonly after: PlannedWalk,
    private readonly facts: ResourceFacts,
    private readonly part: ForecastPart,
  ) {}

  /** A resource that is replaced. */
  addReplaced(instance: ResourceInstance): void {
    this.addComputedDestroy(instance.resource, instance.text);
    const prevents = preventsDestroy(instance.resource);
    if (prevents === 'no') return;
    const message =
      prevents === 'yes'
        ? t('{0} has to be replaced, and its lifecycle says prevent_destroy. The plan fails.', instance.text)
        : t(
            '{0} has to be replaced. The plan fails if prevent_destroy of its lifecycle is true, which is not known.',
            instance.text,
          );
    this.part.refused.push({ message, range: instance.resource.range });
  }

  /** An instance that is destroyed while its block stays, for example by a smaller `count`. Without its block, nothing prevents it. */
  addDestroyed({ instance, to }: MovedInstance, text: string): void {
    const block = this.after.root.descendant(to.module)?.resource(instance.resource.key);
    if (block) this.addComputedDestroy(block, text);
    const prevents = block ? preventsDestroy(block) : 'no';
    if (prevents === 'no' || !block) return;
    const message =
      prevents === 'yes'
        ? t('{0} has to be destroyed, and its lifecycle says prevent_destroy. The plan fails.', text)
        : t(
            '{0} has to be destroyed. The plan fails if prevent_destroy of its lifecycle is true, which is not known.',
            text,
          );
    this.part.refused.push({ message, range: block.range });
  }

  private addComputedDestroy({ block, range }: ResourceNode, text: string): void {
    const message = destroyProblem(block, text);
    if (message !== undefined) this.part.refused.push({ message, range });
  }

  /** Errors in arguments and conditions that are known to be false make the plan fail. */
  addErrors(instance: ResourceInstance): void {
    // The arguments are evaluated by now, except for instances that are created.
    void instance.config;
    for (const { message, range, code } of instance.diagnostics)
      if (code !== 'KS004') this.addError(instance, { message, range });
    const facts = this.facts.resource(instance.resource.block.type);
    for (const problem of facts ? refusedValues(instance, facts) : []) this.part.refused.push(problem);
    for (const block of conditionsOf(instance.resource.block, 'precondition')) {
      const condition = findAttribute(block, 'condition')?.value;
      const { item } = instance.resource.block.parts[0]!;
      if (!condition) continue;
      if (!this.after.afford(1)) return;
      const { node } = instance.resource;
      const { value } = node.evaluate(item, condition, instance.repetition);
      if (value.kind !== 'bool' || value.value) continue;
      const text = findAttribute(block, 'error_message')?.value;
      const message = text && node.evaluate(item, text, instance.repetition).value;
      const why = message?.kind === 'string' && !message.sensitive ? message.value : t('A precondition is not met.');
      this.addError(instance, { message: why, range: value.origin ?? instance.resource.range });
    }
  }

  /** An error in what several resources refer to is one error. */
  private addError({ text }: ResourceInstance, problem: ForecastProblem): void {
    const { message, range } = problem;
    const key = `${range?.item.uri ?? ''} ${range?.start ?? ''} ${message}`;
    getOrAdd(this.part.errors, key, () => ({ texts: new Set<string>(), problem })).texts.add(text);
  }

  /** A plan can't read an object that is there only after the change. */
  addMissingObject(data: ResourceInstance): void {
    const found = this.after.missingObject(data);
    if (!found || this.readsMissingObject(data)) return;
    const message = t(
      "{0} reads {1}, which only this change creates or renames, so the plan doesn't find it.",
      data.text,
      found.text,
    );
    this.part.missingObjects.push({ message, range: data.resource.range });
  }

  /** Whether the arguments of a data source come from another one that finds nothing, which is reported. */
  private readsMissingObject({ resource: { node, block } }: ResourceInstance): boolean {
    return block.parts
      .flatMap(part => referencesIn(part.block))
      .flatMap(each => (each.kind === 'resource' && each.isData ? (node.resource(each.key)?.instances() ?? []) : []))
      .some(each => this.after.missingObject(each) !== undefined);
  }

  /**
   * Terraform destroys a resource with the provider configuration that it recorded. Without a provider block, it assumes an empty one, but only in the
   * root module and without an alias.
   */
  addMissingProviders(destroyed: readonly MovedInstance[]): void {
    for (const each of destroyed) {
      const provider = this.before?.providerOf(each.instance.resource);
      if (!provider || this.after.hasProvider(provider)) continue;
      const { node, key, declaration } = provider;
      if (node.path.length === 0 && !key.includes('.')) continue;
      const name = [moduleText(node.path), 'provider', key].filter(part => part !== '').join('.');
      const { item, block } = declaration;
      const range = { item, start: block.start, end: block.end };
      getOrAdd(this.part.lostProviders, name, () => ({ texts: new Set<string>(), range })).texts.add(plannedText(each));
    }
  }

  /** What else is lost with resources that are replaced or destroyed, and what the provider refuses to delete. */
  addEffectsOf(gone: readonly MovedInstance[]): void {
    const texts = new Set(gone.map(plannedText));
    for (const each of gone) {
      this.addDestroyFailures(each, texts);
      for (const { types, note } of this.facts.resource(each.to.type)?.destroys ?? []) {
        if (this.hasStaying(each.to, types, texts))
          this.part.hidden.push({ message: `${plannedText(each)}: ${localized({ message: note, values: [] })}` });
      }
    }
  }

  private addDestroyFailures(each: MovedInstance, gone: ReadonlySet<string>): void {
    const { instance, to } = each;
    const facts = this.facts.resource(to.type);
    for (const { path, when, types, message } of facts?.fails ?? []) {
      if (when !== 'destroyed') continue;
      const given = valueAt(instance.config, path.split('.'));
      const isSet =
        given && given.kind !== 'null' ? given.kind === 'bool' && given.value : facts?.defaults.get(path) === true;
      const isRefused = types.length === 0 ? isSet : this.hasStaying(to, types, gone);
      if (isRefused)
        this.part.destroyFailures.push({
          message: `${plannedText(each)}: ${localized({ message, values: [] })}`,
          range: instance.resource.range,
        });
    }
  }

  /** Whether resources of these types in the same module stay, although this one is destroyed. */
  private hasStaying({ module }: ResourceAddress, types: readonly string[], gone: ReadonlySet<string>): boolean {
    const [call] = module;
    const isInside = ({ address }: ResourceInstance): boolean =>
      module.every((step, index) => address.module[index] && isSameStep(step, address.module[index]));
    for (const other of this.after.instances(false, call && (name => name === call.name))) {
      if (!this.after.afford(1)) return false;
      if (types.includes(other.resource.block.type) && isInside(other) && !gone.has(other.text)) return true;
    }
    return false;
  }
}

/** `prevent_destroy` is a constant; since OpenTofu 1.12 it can be an expression (`behaviors.computedPreventDestroy`), but not of `each` or `count`. */
function preventsDestroy(resource: ResourceNode): Certainty {
  const part = lifecyclePart(resource.block, 'prevent_destroy');
  if (!part) return 'no';
  const { value } = resource.node.evaluate(part.item, part.attribute.value, SINGLE);
  if (value.kind === 'bool') return value.value ? 'yes' : 'no';
  if (value.kind === 'string') return value.value === 'true' ? 'yes' : 'no';
  return value.kind === 'null' ? 'no' : 'unknown';
}
