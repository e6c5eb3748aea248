/** Completion of built-in functions. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Suggestion } from './completionItems';
import type { CompletionContext } from './completionContext';
import { FUNCTION_NAMES } from '../hover/functionSignature';

export function functionSuggestions({ context, file }: CompletionContext): Suggestion[] {
  const isCalled = file.text[context.end] === '(';
  return FUNCTION_NAMES.map(name => ({
    label: name,
    kind: CompletionItemKind.Function,
    documented: { of: 'function', name },
    rank: 8,
    ...(isCalled ? {} : { insert: `${name}()`, snippet: `${name}($0)` }),
  }));
}
