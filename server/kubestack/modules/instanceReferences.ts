/** Resolves the names in a module for one environment. All inputs are recorded. */
import { t } from '../../../common/localization';
import type { EvaluationBudget } from '../../hcl/budget';
import { convert, ConversionError } from '../../hcl/conversion/convert';
import { evaluate } from '../../hcl/evaluation/evaluate';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import type { FunctionFiles } from '../../hcl/functions/function';
import type { ProgramVersion } from '../../../common/programVersion';
import { Evaluation, Scope, type References } from '../../hcl/evaluation/scope';
import { STRING } from '../../hcl/types/type';
import { containsSensitive, nullOf, string, unknown } from '../../hcl/values/value';
import type { Attribute, Expression, Item } from '../../syntax/ast';
import { declaredAttribute } from '../../workspace/declarations';
import { pathBetween } from '../../workspace/uri';
import type { ModuleInstance } from './moduleInstance';
import type { DependencyTracker } from '../memoization/dependencyTracker';
import { UNKNOWN_WORKSPACE, type InstanceSources } from './instanceSources';
import type { VariableDeclaration } from './variableDeclaration';
import type { SourceRange, Value } from '../../hcl/model';

/** The result of evaluating a declaration. */
export interface EvaluatedExpression {
  readonly value: Value;
  /** Diagnostics of the declaration itself: references to it fail, too. */
  readonly diagnostics: readonly EvaluationDiagnostic[];
  /** Whether it depends on `terraform.workspace`. If not, the value is the same in every environment. */
  readonly usesWorkspace: boolean;
  /** Whether it depends on something that is known in plan but not in validate: a variable or an output. */
  readonly usesInputs: boolean;
}

/** Resolves names to targets outside of the module; implemented by the platform model. */
export interface Declarations {
  sourcesOf(instance: ModuleInstance): InstanceSources;
  /** Runs an evaluation within the budget of its answer. */
  withBudget<T>(action: (budget: EvaluationBudget) => T): T;
  /** `local.name`, cached. */
  local(
    instance: ModuleInstance,
    name: string,
    environment: string,
    reads: DependencyTracker,
    usage: SourceRange,
  ): EvaluatedExpression | undefined;
  /** An output of a call that follows from its configuration; otherwise undefined. */
  callOutput(
    instance: ModuleInstance,
    call: string,
    output: string,
    environment: string,
    reads: DependencyTracker,
    usage: SourceRange,
  ): EvaluatedExpression | undefined;
}

/** Evaluates an expression of a module for one environment. */
export function evaluateIn(
  declarations: Declarations,
  instance: ModuleInstance,
  item: Item,
  expression: Expression,
  environment: string,
  reads: DependencyTracker,
): EvaluatedExpression {
  return declarations.withBudget(budget => {
    const references = new InstanceReferences(declarations, instance, environment, reads);
    const evaluation = new Evaluation(budget);
    const value = evaluate(expression, new Scope(evaluation, item, references));
    const { usesInputs } = references;
    // What does not parse may depend on it.
    const usesWorkspace = references.usesWorkspace || expression.kind === 'unreadable';
    return {
      value,
      diagnostics: [...evaluation.staticDiagnostics, ...evaluation.diagnostics],
      usesWorkspace,
      usesInputs,
    };
  });
}

export class InstanceReferences implements References {
  usesWorkspace = false;
  usesInputs = false;
  readonly files: FunctionFiles;

  constructor(
    protected readonly declarations: Declarations,
    protected readonly instance: ModuleInstance,
    protected readonly environment: string,
    protected readonly reads: DependencyTracker,
  ) {
    this.files = declarations.sourcesOf(instance).functionFiles(reads);
  }

  version(): ProgramVersion {
    return this.reads.read(this.declarations.sourcesOf(this.instance).programVersion());
  }

  functionFailed(name: string, error: unknown): void {
    this.instance.workspace.functionFailed(name, error);
  }

  get declarationsIncomplete(): boolean {
    return this.reads.read(this.declarations.sourcesOf(this.instance).hasDiagnostics());
  }

  attribute(root: string, name: string, from: Scope, range: SourceRange): Value | undefined {
    return this.declared(root, name, from, range) ?? this.undeclared();
  }

  /** What a file declares that does not parse may depend on the workspace. */
  private undeclared(): undefined {
    if (this.declarationsIncomplete) this.usesWorkspace = true;
  }

  private declared(root: string, name: string, from: Scope, range: SourceRange): Value | undefined {
    switch (root) {
      case 'var':
        return this.variable(name, from, range);
      case 'local':
        return this.take(this.declarations.local(this.instance, name, this.environment, this.reads, range), from);
      case 'path':
        return this.path(name);
      default:
        return this.terraform(name);
    }
  }

  moduleOutput(module: string, output: string, from: Scope, range: SourceRange): Value | undefined {
    if (!this.reads.read(this.declarations.sourcesOf(this.instance).declaration('module', module)))
      return this.undeclared();
    this.usesInputs = true;
    const cached = this.declarations.callOutput(this.instance, module, output, this.environment, this.reads, range);
    return this.take(cached, from) ?? this.undeclared() ?? unknown();
  }

  /** The value of something that is evaluated on its own; it brings its diagnostics, and what it depends on. */
  protected take(evaluated: EvaluatedExpression | undefined, from: Scope): Value | undefined {
    if (!evaluated) return undefined;
    if (evaluated.usesWorkspace) this.usesWorkspace = true;
    if (evaluated.usesInputs) this.usesInputs = true;
    // Terraform fails at the declaration: `try` around the reference does not help.
    from.evaluation.addStaticDiagnostics(evaluated.diagnostics);
    return evaluated.value;
  }

  protected terraform(name: string): Value | undefined {
    if (name !== 'workspace') return name === 'applying' || name === 'env' ? unknown() : undefined;
    this.usesWorkspace = true;
    return this.environment === UNKNOWN_WORKSPACE ? unknown(STRING) : string(this.environment);
  }

  protected path(name: string): Value | undefined {
    const { instance } = this;
    if (name === 'root') return string('.');
    if (name === 'module') return string(pathBetween(instance.rootUri, instance.folderUri));
    return name === 'cwd' ? unknown() : undefined;
  }

  private variable(name: string, from: Scope, range: SourceRange): Value | undefined {
    const declared = this.reads.read(this.declarations.sourcesOf(this.instance).variable(name));
    if (!declared) return undefined;
    this.usesInputs = true;
    from.evaluation.addStaticDiagnostics(declared.diagnostics);
    if (this.instance.parent) this.reads.tieToInstance();
    const given = this.instance.parent
      ? this.argument(this.instance.parent, name, from)
      : this.variableFileValue(name, from);
    const value = given === undefined ? declared.defaultValue : this.converted(given, declared, from, range);
    if (value === undefined) return unknown(declared.type);
    return declared.sensitive ? { ...value, sensitive: true } : value;
  }

  /** The argument in the parent module's call. */
  protected argument(parent: ModuleInstance, name: string, from: Scope): Value | undefined {
    const call = this.reads.read(this.declarations.sourcesOf(parent).declaration('module', this.instance.callName));
    const part = call && declaredAttribute(call, name);
    if (!part) return undefined;
    const evaluated = evaluateIn(
      this.declarations,
      parent,
      part.item,
      part.attribute.value,
      this.environment,
      this.reads,
    );
    return this.take(evaluated, from);
  }

  private variableFileValue(name: string, from: Scope): Value | undefined {
    const part = this.reads.read(this.declarations.sourcesOf(this.instance).variableFileValue(name));
    return part === 'unread' ? unknown() : part && this.constantValue(part.attribute, part.item, from);
  }

  /** `.tfvars` files hold constants. */
  private constantValue(attribute: Attribute, item: Item, from: Scope): Value {
    const evaluation = new Evaluation(from.evaluation.budget);
    const nothing: References = {
      files: this.files,
      closed: true,
      withoutFunctions: true,
      attribute: () => undefined,
      moduleOutput: () => undefined,
    };
    const value = evaluate(attribute.value, new Scope(evaluation, item, nothing));
    from.evaluation.addStaticDiagnostics([...evaluation.staticDiagnostics, ...evaluation.diagnostics]);
    return value;
  }

  private converted(given: Value, declared: VariableDeclaration, from: Scope, range: SourceRange): Value | undefined {
    if (given.kind === 'null') return declared.nullable ? nullOf(declared.type) : declared.defaultValue;
    try {
      return convert(given, declared.type);
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      const name = declared.declaration.block.labels[0]?.name ?? '';
      from.evaluation.addStaticDiagnostics([
        {
          code: 'KS002',
          // Terraform's message may quote a key.
          message:
            declared.sensitive || containsSensitive(given)
              ? t('The value of variable "{0}" has the wrong type.', name)
              : t('The value of variable "{0}" has the wrong type: {1}.', name, error.message),
          range: error.value.origin ?? given.origin ?? range,
        },
      ]);
      return undefined;
    }
  }
}
