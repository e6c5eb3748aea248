/**
 * Evaluation of `source` and `version` of a module call before planning. Terraform requires constants. OpenTofu (since 1.8) evaluates locals and
 * variables with a value. Source: "Early Evaluation" in OpenTofu's documentation, and StaticEvaluator in its internal/configs.
 */
import { evaluate } from '../hcl/evaluation/evaluate';
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import { type FunctionFiles } from '../hcl/functions/function';
import { literalKey } from '../hcl/values/objectKey';
import { Evaluation, Scope, type References } from '../hcl/evaluation/scope';
import { containsSensitive, unknown } from '../hcl/values/value';
import type { Attribute, Expression, Item } from '../syntax/ast';
import { variableFileValue } from './variableValues';
import type { Value } from '../hcl/model';
import { declaredAttribute, findAttribute, type Declaration, type ModuleDeclarations } from './declarations';
import { UnknownResultError } from '../../common/unknownResultError';

/** The value that the caller of a module passes for a variable; undefined if none. */
export type StaticScope = (variable: string) => Value | undefined;

/** Whether an expression is not a constant string. */
export const isComputed = (expression: Expression | undefined): boolean =>
  expression !== undefined && expression.kind !== 'text';

/** Whether the target of a call depends on more than the call's own text. */
export const isCallComputed = (declaration: Declaration): boolean =>
  ['source', 'version'].some(name => isComputed(declaredAttribute(declaration, name)?.attribute.value));

const kept = new WeakMap<
  ModuleDeclarations,
  { revision: number; readonly texts: Map<Attribute, string | undefined> }
>();

/**
 * The string value of an argument; undefined if it is missing or unknown.
 *
 * @param folder the module of the call
 * @param given arguments of the module's own caller; without them, variables have their defaults and the values in `.tfvars` files
 */
export function staticString(
  folder: ModuleDeclarations | undefined,
  declaration: Declaration | undefined,
  name: string,
  given?: StaticScope,
): string | undefined {
  const part = declaration && declaredAttribute(declaration, name);
  if (!part) return undefined;
  const { value } = part.attribute;
  if (value.kind === 'text') return literalKey(value);
  if (!folder) return undefined;
  if (given) return textOf(staticValue(folder, part.item, value, given));
  const revision = folder.interfaceRevision;
  let cached = kept.get(folder);
  if (cached?.revision !== revision) kept.set(folder, (cached = { revision, texts: new Map() }));
  if (!cached.texts.has(part.attribute))
    cached.texts.set(part.attribute, textOf(staticValue(folder, part.item, value)));
  return cached.texts.get(part.attribute);
}

/** The static value of an expression; unknown if anything in it is invalid. */
export function staticValue(
  folder: ModuleDeclarations,
  item: Item,
  expression: Expression,
  given?: StaticScope,
): Value {
  const evaluation = new Evaluation();
  const references = new StaticReferences(folder, given);
  const value = evaluate(expression, new Scope(evaluation, item, references));
  return evaluation.diagnostics.length + evaluation.staticDiagnostics.length > 0 ? unknown() : value;
}

const textOf = (value: Value): string | undefined =>
  value.kind === 'string' && !containsSensitive(value) ? value.value : undefined;

const unread = (): never => {
  throw new UnknownResultError('files are not read this early');
};
const NO_FILES: FunctionFiles = { read: unread, exists: unread, list: unread, absolute: unread };

class StaticReferences implements References {
  readonly files = NO_FILES;
  /** Locals that are being evaluated: a circular local has no value. */
  private readonly pending = new Set<string>();
  /** Results: without them, locals that each refer to another one twice would take exponential time. */
  private readonly cached = new Map<
    string,
    { result: Value | undefined; diagnostics: readonly EvaluationDiagnostic[] }
  >();

  constructor(
    private readonly folder: ModuleDeclarations,
    private readonly given: StaticScope | undefined,
  ) {}

  functionFailed(name: string, error: unknown): void {
    this.folder.functionFailed?.(name, error);
  }

  attribute(root: string, name: string, from: Scope): Value | undefined {
    if (root === 'local')
      return this.pending.has(name) ? undefined : this.once(root, name, () => this.local(name, from), from);
    return root === 'var' ? this.once(root, name, () => this.variable(name, from), from) : unknown();
  }

  private once(root: string, name: string, read: () => Value | undefined, { evaluation }: Scope): Value | undefined {
    const key = `${root}.${name}`;
    let cached = this.cached.get(key);
    if (!cached) this.cached.set(key, (cached = evaluation.collect(read)));
    // Only whether there is an error matters.
    evaluation.diagnostics.push(...cached.diagnostics.slice(0, 1));
    return cached.result;
  }

  /** No module has outputs yet. */
  moduleOutput(): Value {
    return unknown();
  }

  private local(name: string, from: Scope): Value | undefined {
    const local = this.folder.local(name);
    if (!local) return undefined;
    this.pending.add(name);
    try {
      return evaluate(local.attribute.value, new Scope(from.evaluation, local.item, this));
    } finally {
      this.pending.delete(name);
    }
  }

  private variable(name: string, from: Scope): Value | undefined {
    const declaration = this.folder.declaration('variable', name);
    if (!declaration) return undefined;
    const sensitive = declaredAttribute(declaration, 'sensitive')?.attribute.value;
    if (sensitive?.kind === 'bool' && sensitive.value) return unknown();
    const given = this.given?.(name);
    if (given) return given;
    const inFiles = this.given ? undefined : variableFileValue(this.folder, name);
    if (inFiles === 'unread') return unknown();
    const constant = inFiles ?? declaredAttribute(declaration, 'default');
    return constant && this.constant(constant, from);
  }

  private constant({ item, attribute }: { item: Item; attribute: Attribute }, { evaluation }: Scope): Value {
    const nothing: References = {
      files: NO_FILES,
      closed: true,
      withoutFunctions: true,
      attribute: () => undefined,
      moduleOutput: () => undefined,
    };
    return evaluate(attribute.value, new Scope(evaluation, item, nothing));
  }
}

/** The computed paths of a module's local calls. */
export function staticPaths(folder: ModuleDeclarations, calls: Iterable<Declaration>): string[] {
  const paths = [...calls].map(call =>
    isComputed(findAttribute(call.block, 'source')?.value) ? staticString(folder, call, 'source') : undefined,
  );
  return paths.filter(path => path !== undefined && /^\.\.?\//.test(path)) as string[];
}
