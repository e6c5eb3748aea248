/** Resolves the documentation of a suggestion. */
import type { CompletionItem } from 'vscode-languageserver-types';
import { strongName } from '../../../common/markdown';
import { attributeDescription } from '../hover/attributeDescription';
import { callsInFile } from '../../semantics/moduleCalls';
import { markup, type Documented } from './completionItems';
import { functionMarkdown, functionSignature } from '../hover/functionSignature';
import { paragraphs } from '../markdown';
import { attributeHover } from '../hover/hoverAttribute';
import type { RequestContext } from '../../semantics/requestContext';

/**
 * The item with its documentation, or unchanged.
 * @param item as returned by `completion`
 */
export function resolveCompletion(request: RequestContext, item: CompletionItem, markdown: boolean): CompletionItem {
  const documented = item.data as Documented | null | undefined;
  const text = documented ? documentationOf(request, documented) : undefined;
  return text === undefined ? item : { ...item, documentation: markup(text, markdown) };
}

function documentationOf(request: RequestContext, documented: Documented): string | undefined {
  if (documented.of === 'function') {
    const signature = functionSignature(documented.name);
    return signature && functionMarkdown(signature);
  }
  const { uri, module, environment, path } = documented;
  const calls = callsInFile(request, uri).filter(call => call.name === module);
  // Elements of lists have no values of their own.
  const attribute = path.includes('*') ? undefined : attributeHover(request, calls, environment, path);
  return attribute ?? factsAlone(request, documented);
}

/** For a block that has never parsed. */
function factsAlone(
  { model }: RequestContext,
  { path, schema }: Extract<Documented, { of: 'attribute' }>,
): string | undefined {
  const catalog = schema && /^catalog\/(.+)$/.exec(schema.path)?.[1];
  const module =
    catalog !== undefined ? model.schemas.catalog(catalog) : schema && model.schemas.moduleFor(schema.path, schema.ref);
  const facts = module?.attributes.get(path.join('.'));
  if (!facts) return undefined;
  return paragraphs([strongName(path.filter(step => step !== '*').join('.')), attributeDescription(facts)]);
}
