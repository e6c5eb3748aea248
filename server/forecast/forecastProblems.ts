/** What a change breaks beside the resources that it changes: errors of the plan, and what is lost or refused when resources are destroyed. */
import { localized, t } from '../../common/localization';
import type { SourceRange } from '../hcl/model';
import { findAttribute } from '../workspace/declarations';
import { moduleText, type ResourceAddress } from './addresses';
import type { AppliedWalk } from './appliedWalk';
import { valueAt } from './configBlock';
import type { ForecastProblem } from './forecastSide';
import { plannedText, type MovedInstance } from './matchInstances';
import type { ResourceInstance } from './moduleNode';
import { isSameStep } from './moves';
import { conditionsOf } from './moduleResources';
import type { PlannedWalk } from './plannedWalk';
import { referencesIn } from './references';
import type { ResourceFacts } from './resourceFacts';

export class ForecastProblems {
  /** Effects that no plan shows. */
  readonly hidden: ForecastProblem[] = [];
  private readonly problems: ForecastProblem[] = [];
  private readonly errors = new Map<string, { readonly texts: Set<string>; readonly problem: ForecastProblem }>();

  constructor(
    private readonly before: AppliedWalk | undefined,
    private readonly after: PlannedWalk,
    private readonly facts: ResourceFacts,
  ) {}

  /** What makes the plan fail. */
  cannotPlan(): ForecastProblem[] {
    const errors = [...this.errors.values()].map(({ texts, problem }) => ({
      ...problem,
      message: `${firstOf([...texts])}: ${problem.message}`,
    }));
    return [...errors, ...this.problems];
  }

  /** A resource that is replaced. */
  addReplaced(instance: ResourceInstance): void {
    if (!preventsDestroy(instance)) return;
    const message = t('{0} has to be replaced, and its lifecycle says prevent_destroy. The plan fails.', instance.text);
    this.problems.push({ message, range: instance.resource.range });
  }

  /** Errors in arguments and conditions that are known to be false make the plan fail. */
  addErrors(instance: ResourceInstance): void {
    // The arguments are evaluated by now, except for instances that are created.
    void instance.config;
    for (const { message, range, code } of instance.diagnostics)
      if (code !== 'KS004') this.addError(instance, { message, range });
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
    const error = this.errors.get(key);
    if (error) error.texts.add(text);
    else this.errors.set(key, { texts: new Set([text]), problem });
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
    this.problems.push({ message, range: data.resource.range });
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
    const missing = new Map<string, { readonly texts: string[]; readonly range: SourceRange }>();
    for (const each of destroyed) {
      const provider = this.before?.providerOf(each.instance.resource);
      if (!provider || this.after.hasProvider(provider)) continue;
      const { node, key, declaration } = provider;
      if (node.path.length === 0 && !key.includes('.')) continue;
      const name = [moduleText(node.path), 'provider', key].filter(part => part !== '').join('.');
      const { item, block } = declaration;
      const group = missing.get(name) ?? { texts: [], range: { item, start: block.start, end: block.end } };
      missing.set(name, group);
      group.texts.push(plannedText(each));
    }
    for (const [name, { texts, range }] of missing) {
      const message = t(
        'Terraform needs {0} to destroy {1}, but this change removes it: the plan fails with "Provider configuration not present". Destroy the resources or remove them from the state first.',
        name,
        firstOf(texts),
      );
      this.problems.push({ message, range });
    }
  }

  /** What else is lost with resources that are replaced or destroyed, and what the provider refuses to delete. */
  addEffectsOf(gone: readonly MovedInstance[]): void {
    const texts = new Set(gone.map(plannedText));
    for (const each of gone) {
      this.addDestroyFailures(each, texts);
      for (const { types, note } of this.facts.resource(each.to.type)?.destroys ?? []) {
        if (this.hasStaying(each.to, types, texts))
          this.hidden.push({ message: `${plannedText(each)}: ${localized({ message: note, values: [] })}` });
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
        this.after.failures.push({
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

function firstOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : t('{0} and {1} more', first, others.length);
}

function preventsDestroy({ resource }: ResourceInstance): boolean {
  return resource.block.parts.some(({ block }) =>
    block.body.some(entry => {
      const value =
        entry.kind === 'block' && entry.type === 'lifecycle'
          ? findAttribute(entry, 'prevent_destroy')?.value
          : undefined;
      return value?.kind === 'bool' && value.value;
    }),
  );
}
