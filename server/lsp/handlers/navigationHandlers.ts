/** Requests that lead from one place to others: one line per feature. */
import type { ServerCapabilities } from 'vscode-languageserver/node';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../features/navigation/callHierarchy';
import { definition } from '../../features/navigation/definition';
import { documentHighlight } from '../../features/navigation/documentHighlight';
import { implementation } from '../../features/navigation/implementation';
import { references } from '../../features/navigation/references';
import { typeDefinition } from '../../features/navigation/typeDefinition';
import { workspaceSymbols } from '../../features/navigation/workspaceSymbols';
import { uriOf, type RequestDoor } from '../handlerContext';

export const NAVIGATION_CAPABILITIES: ServerCapabilities = {
  definitionProvider: true,
  declarationProvider: true,
  typeDefinitionProvider: true,
  implementationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  workspaceSymbolProvider: true,
  callHierarchyProvider: true,
};

export function listenForNavigation({ connection, capabilities, answer, answerInSteps }: RequestDoor): void {
  const { callHierarchy } = connection.languages;
  const links = (on: 'definition' | 'declaration' | 'typeDefinition' | 'implementation'): boolean =>
    capabilities().textDocument?.[on]?.linkSupport === true;
  connection.onDefinition(p => answer(s => definition(s, uriOf(p), p.position, links('definition')), null));
  connection.onDeclaration(p => answer(s => definition(s, uriOf(p), p.position, links('declaration')), null));
  connection.onTypeDefinition(p => answer(s => typeDefinition(s, uriOf(p), p.position, links('typeDefinition')), null));
  connection.onImplementation(p => answer(s => implementation(s, uriOf(p), p.position, links('implementation')), null));
  connection.onReferences((p, token) =>
    answerInSteps(s => references(s, uriOf(p), p.position, p.context.includeDeclaration), token),
  );
  connection.onDocumentHighlight(p => answer(s => documentHighlight(s, uriOf(p), p.position), null));
  connection.onWorkspaceSymbol(({ query }, token) => answerInSteps(s => workspaceSymbols(s, query), token));
  callHierarchy.onPrepare(p => answer(s => prepareCallHierarchy(s, uriOf(p), p.position), null));
  callHierarchy.onIncomingCalls(({ item }) => answer(s => incomingCalls(s, item), null));
  callHierarchy.onOutgoingCalls(({ item }) => answer(s => outgoingCalls(s, item), null));
}
