/** What names in a module of a forecast refer to: arguments of its call, instances of resources and modules. */
import { elementOf, opaqueValue } from '../hcl/evaluation/content';
import { Evaluation, Scope } from '../hcl/evaluation/scope';
import type { SourceRange, Value } from '../hcl/model';
import { Num } from '../hcl/values/number';
import { number, string } from '../hcl/values/value';
import type { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import {
  InstanceReferences,
  type Declarations,
  type EvaluatedExpression,
} from '../kubestack/modules/instanceReferences';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { fsPathOf } from '../workspace/uri';
import type { Repetition } from './resourceNode';

/** The module that the names are in. */
export interface ReferencedModule extends Declarations {
  readonly instance: ModuleInstance;
  readonly environment: string;
  /** Whether its files aren't in the workspace. */
  readonly isElsewhere: boolean;
  /** Computes the value of a variable once. */
  variable(name: string, compute: () => EvaluatedExpression | undefined): EvaluatedExpression | undefined;
  /** The value that the call of this module gives to a variable. */
  givenValue(name: string): EvaluatedExpression | undefined;
  wholeModule(name: string): Value | undefined;
  resourceValue(key: string): Value | undefined;
}

export class PlannedReferences extends InstanceReferences {
  readonly tracksContent = true;

  constructor(
    private readonly node: ReferencedModule,
    private readonly repetition: Repetition,
    reads: DependencyTracker,
  ) {
    super(node, node.instance, node.environment, reads);
  }

  override attribute(root: string, name: string, from: Scope, range: SourceRange): Value | undefined {
    if (root !== 'var') return super.attribute(root, name, from, range);
    const found = this.node.variable(name, () => {
      const evaluation = new Evaluation(from.evaluation.budget);
      const references = new PlannedReferences(this.node, this.repetition, this.reads);
      const value = references.declaredAttribute(root, name, new Scope(evaluation, from.item, references), range);
      if (!value) return undefined;
      // A variable of the root module without a value has the same one on both sides.
      const given =
        value.kind === 'unknown' && !this.node.instance.parent && !value.content
          ? opaqueValue(`var.${name}`, value.type)
          : value;
      const diagnostics = [...evaluation.staticDiagnostics, ...evaluation.diagnostics];
      return { value: given, diagnostics, usesWorkspace: references.usesWorkspace, usesInputs: false };
    });
    return this.take(found, from);
  }

  private declaredAttribute(root: string, name: string, from: Scope, range: SourceRange): Value | undefined {
    return super.attribute(root, name, from, range);
  }

  protected override argument(_parent: ModuleInstance, name: string, from: Scope): Value | undefined {
    return this.take(this.node.givenValue(name), from);
  }

  protected override path(name: string): Value | undefined {
    const { node } = this;
    // A module that isn't installed has no path from the root module.
    return name === 'module' && node.isElsewhere ? string(fsPathOf(node.instance.folderUri)) : super.path(name);
  }

  planned(root: string, name: string): Value | undefined {
    const { node, repetition } = this;
    // A resource, and how often it exists, may differ between environments.
    this.usesWorkspace = true;
    switch (root) {
      case 'module':
        return node.wholeModule(name);
      case 'count':
        return typeof repetition.key === 'number' ? number(Num.fromInt(repetition.key)) : elementOf('index');
      case 'each':
        return repetition.each?.[name === 'key' ? 0 : 1] ?? undefined;
      case 'self':
      case 'ephemeral':
        return undefined;
      default:
        return node.resourceValue(`${root}.${name}`);
    }
  }
}
