/** Formatting requests and capabilities. An editor asks the user to choose if two extensions format one language. */
import { FORMATTED_AFTER, formatAfter, formatDocument, formatRange } from '../../features/formatting';
import { LANGUAGES } from '../../../common/languages';
import { isHandledByOtherExtension } from '../coexistence';
import { uriOf, type HandlerContext } from '../handlerContext';

export interface FormattingSupport {
  /** Part of the server's capabilities, for documents of every language. */
  readonly capabilities: object;
  /** Registered dynamically after initialization, for some languages only. */
  readonly registrations: { id: string; method: string; registerOptions: object }[];
}

/**
 * @param alongside enabled extensions that format their languages
 * @param schemes of documents that have a file
 */
export function formattingSupport(
  alongside: readonly string[],
  schemes: readonly string[] = ['file'],
): FormattingSupport {
  const left = LANGUAGES.filter(language => !isHandledByOtherExtension(language, alongside));
  if (left.length === LANGUAGES.length) {
    const capabilities = {
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: FORMATTED_AFTER,
    };
    return { capabilities, registrations: [] };
  }
  if (left.length === 0) return { capabilities: {}, registrations: [] };
  const documentSelector = [...schemes, 'untitled'].flatMap(scheme => left.map(language => ({ scheme, language })));
  const registrations = [
    { method: 'textDocument/formatting', registerOptions: { documentSelector } },
    { method: 'textDocument/rangeFormatting', registerOptions: { documentSelector } },
    { method: 'textDocument/onTypeFormatting', registerOptions: { documentSelector, ...FORMATTED_AFTER } },
  ];
  return { capabilities: {}, registrations: registrations.map(each => ({ id: each.method, ...each })) };
}

export function registerFormattingHandlers({ connection, documentOnly }: HandlerContext): void {
  connection.onDocumentFormatting((p, token) => documentOnly(uriOf(p), s => formatDocument(s, uriOf(p)), null, token));
  connection.onDocumentRangeFormatting((p, token) =>
    documentOnly(uriOf(p), s => formatRange(s, uriOf(p), p.range), null, token),
  );
  connection.onDocumentOnTypeFormatting((p, token) =>
    documentOnly(uriOf(p), s => formatAfter(s, uriOf(p), p.position, p.ch), null, token),
  );
}
