/** `variable` blocks. Source of the rules: Terraform's "Input Variables". */
import { t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import type { Attribute, Expression, Item } from '../../syntax/ast';
import { visitExpression } from '../../syntax/traversal';
import { ConversionError, convert } from '../../hcl/conversion/convert';
import { evaluate } from '../../hcl/evaluation/evaluate';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import { Evaluation, Scope, type References } from '../../hcl/evaluation/scope';
import { parseTypeExpression } from '../../hcl/types/typeExpression';
import { ANY } from '../../hcl/types/type';
import { unknown } from '../../hcl/values/value';
import { type ModuleFolder } from '../../workspace/moduleFolder';
import type { Type, SourceRange, Value } from '../../hcl/model';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';

/** Maximum number of attributes of a type, which is read and converted without a pause. The largest type of Kubestack's modules has 67. */
export const MAX_TYPE_ATTRIBUTES = 2_000;

export interface VariableDeclaration {
  readonly declaration: Declaration;
  readonly type: Type;
  /** Converted to the type, unknown if that fails; undefined if the variable is required. */
  readonly defaultValue: Value | undefined;
  /** Whether null stays null; otherwise null means the default. */
  readonly nullable: boolean;
  readonly sensitive: boolean;
  readonly description: string | undefined;
  /** Of the type and the default: uses of the variable fail, too. */
  readonly diagnostics: readonly EvaluationDiagnostic[];
}

/** The declaration of a module's variable; undefined if there is none. */
export function readVariable(folder: ModuleFolder, name: string): VariableDeclaration | undefined {
  const declaration = folder.declaration('variable', name);
  return declaration && readDeclaration(declaration);
}

const readDeclaration = memoize(read);

function read(declaration: Declaration): VariableDeclaration {
  const part = (name: string) => declaredAttribute(declaration, name);
  const typePart = part('type');
  const diagnostics: EvaluationDiagnostic[] = [];
  const isTooLarge = typePart !== undefined && attributesIn(typePart.attribute.value) > MAX_TYPE_ATTRIBUTES;
  if (isTooLarge) diagnostics.push(tooLarge(declaration, typePart));
  const type =
    (typePart &&
      !isTooLarge &&
      parseTypeExpression(typePart.attribute.value, inner => constant(inner, typePart.item, diagnostics))) ||
    ANY;
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = part(name)?.attribute.value;
    return value?.kind === 'bool' ? value.value : otherwise;
  };
  const description = part('description')?.attribute.value;
  const nullable = flag('nullable', true);
  const defaultPart = part('default');
  return {
    declaration,
    type,
    defaultValue: defaultPart && (isTooLarge ? unknown() : defaultOf(defaultPart, type, nullable, diagnostics)),
    nullable,
    sensitive: flag('sensitive', false),
    description: description?.kind === 'text' ? description.value : undefined,
    diagnostics,
  };
}

/** Number of attributes in a type, at every depth. */
function attributesIn(type: Expression): number {
  let count = 0;
  visitExpression(type, part => (count += part.kind === 'object' ? part.items.length : 0));
  return count;
}

/** An attribute and the item that contains it. */
interface DeclaredPart {
  readonly item: Item;
  readonly attribute: Attribute;
}

function tooLarge({ block }: Declaration, { attribute, item }: DeclaredPart): EvaluationDiagnostic {
  const message = t(
    'The type of variable "{0}" has more than {1} attributes, so its value can\'t be shown.',
    block.labels[0]?.name ?? '',
    MAX_TYPE_ATTRIBUTES,
  );
  return { code: 'KS004', message, range: { item, start: attribute.value.start, end: attribute.value.end } };
}

function defaultOf(
  { attribute, item }: DeclaredPart,
  type: Type,
  nullable: boolean,
  diagnostics: EvaluationDiagnostic[],
): Value {
  const refuse = (message: string, range: SourceRange): Value => {
    diagnostics.push({ code: 'KS002', message, range });
    return unknown(type);
  };
  const value = constant(attribute.value, item, diagnostics);
  const range = { item, start: attribute.value.start, end: attribute.value.end };
  if (value.kind === 'null' && !nullable)
    return refuse(t('The default is null, but the variable is not nullable.'), range);
  try {
    return convert(value, type);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return refuse(
      t('The default does not fit the type of the variable: {0}.', error.message),
      error.value.origin ?? range,
    );
  }
}

const NOTHING: References = {
  files: { read: () => undefined, exists: () => false, list: () => [], absolute: path => path },
  closed: true,
  withoutFunctions: true,
  attribute: () => undefined,
  moduleOutput: () => undefined,
};

/** Defaults are constant: no references and no function calls. */
function constant(expression: Expression, item: Item, diagnostics: EvaluationDiagnostic[]): Value {
  const evaluation = new Evaluation();
  const value = evaluate(expression, new Scope(evaluation, item, NOTHING));
  diagnostics.push(...evaluation.staticDiagnostics, ...evaluation.diagnostics);
  return value;
}
