/** Renders template text for functions (`templatefile`, `templatestring`). */
import { ExpressionParser } from '../../syntax/parser/expressionParser';
import { Scanner, SyntaxProblem } from '../../syntax/parser/scanner';
import { evaluate } from './evaluate';
import { FunctionError } from '../functions/function';
import { Scope, type References } from './scope';
import { resolveReferences } from './staticReferences';
import { unknown } from '../values/value';
import type { Value } from '../model';

/**
 * Renders template text with access only to `variables` and functions.
 * @param name of the template in messages
 * @throws FunctionError
 */
export function renderTemplate(text: string, variables: ReadonlyMap<string, Value>, name: string, from: Scope): Value {
  const { evaluation } = from;
  let expression;
  try {
    expression = new ExpressionParser(new Scanner(text), 0).parseTemplate(0, { kind: 'end' });
  } catch (problem) {
    if (problem instanceof SyntaxProblem) throw new FunctionError(`${name}: ${problem.message}`);
    throw problem;
  }
  // Offsets inside a template don't refer to the configuration, so its diagnostics become those of the call.
  const { files } = from.references;
  const nothing: References = {
    files,
    version: () => from.references.version?.(),
    functionFailed: (failed, error) => from.references.functionFailed?.(failed, error),
    closed: true,
    attribute: () => undefined,
    moduleOutput: () => undefined,
  };
  const item = { uri: from.item.uri, text, node: from.item.node };
  const staticBefore = evaluation.staticDiagnostics.length;
  const scope = new Scope(evaluation, item, nothing).withNames([...variables]);
  resolveReferences(expression, scope);
  const { result, diagnostics } = evaluation.collect(() => evaluate(expression, scope));
  const diagnostic = diagnostics[0] ?? evaluation.staticDiagnostics.splice(staticBefore)[0];
  if (diagnostic) throw new FunctionError(`${name}: ${diagnostic.message}`);
  return result.kind === 'unknown' ? unknown(result.type) : result;
}
