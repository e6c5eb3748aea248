/** Completion of built-in functions. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Suggestion } from './completionItems';
import type { CompletionContext } from './completionContext';
import { functionFeatures, hasFeature } from '../../hcl/languageFeatures';
import { FUNCTION_NAMES } from '../hover/functionSignature';

export function functionSuggestions({ context, file, instance, request }: CompletionContext): Suggestion[] {
  const isCalled = file.text[context.end] === '(';
  const version = instance && request.model.sourcesOf(instance).programVersion().current();
  return FUNCTION_NAMES.filter(name => {
    const since = functionFeatures.get(name);
    return !since || hasFeature(since, version) !== false;
  }).map(name => ({
    label: name,
    kind: CompletionItemKind.Function,
    documented: { of: 'function', name },
    rank: 8,
    ...(isCalled ? {} : { insert: `${name}()`, snippet: `${name}($0)` }),
  }));
}
