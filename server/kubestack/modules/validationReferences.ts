/**
 * Resolves the names in a module as terraform validate does, which runs before every plan: variables are unknown, whatever their value, and so are
 * outputs. Source: `GetInputVariable` in internal/terraform/evaluate.go of hashicorp/terraform.
 */
import { evaluate } from '../../hcl/evaluation/evaluate';
import { Evaluation, Scope } from '../../hcl/evaluation/scope';
import { unknown } from '../../hcl/values/value';
import { InstanceReferences, type Declarations } from './instanceReferences';
import type { ModuleInstance } from './moduleInstance';
import type { DependencyTracker } from '../memoization/dependencyTracker';
import type { SourceRange, Value } from '../../hcl/model';

export class ValidationReferences extends InstanceReferences {
  private readonly locals = new Map<string, Value | undefined>();

  constructor(declarations: Declarations, instance: ModuleInstance, environment: string, reads: DependencyTracker) {
    super(declarations, instance, environment, reads);
  }

  override attribute(root: string, name: string, from: Scope, range: SourceRange): Value | undefined {
    switch (root) {
      case 'var':
        return this.unknownVariable(name);
      case 'local':
        return this.localValue(name, from);
      default:
        return super.attribute(root, name, from, range);
    }
  }

  override moduleOutput(module: string): Value | undefined {
    const declared = this.reads.read(this.declarations.sourcesOf(this.instance).declaration('module', module));
    return declared && unknown();
  }

  private unknownVariable(name: string): Value | undefined {
    const declared = this.reads.read(this.declarations.sourcesOf(this.instance).variable(name));
    if (!declared) return undefined;
    return { ...unknown(declared.type), ...(declared.sensitive ? { sensitive: true } : {}) };
  }

  private localValue(name: string, from: Scope): Value | undefined {
    if (this.locals.has(name)) return this.locals.get(name);
    const declared = this.reads.read(this.declarations.sourcesOf(this.instance).local(name));
    if (!declared) return undefined;
    // A circular reference is reported elsewhere.
    this.locals.set(name, unknown());
    const evaluation = new Evaluation(from.evaluation.budget);
    evaluation.depth = from.evaluation.depth;
    const value = evaluate(declared.attribute.value, new Scope(evaluation, declared.item, this));
    this.locals.set(name, value);
    return value;
  }
}
