/** Handlers of navigation requests, one line each. */
import type { ServerCapabilities } from 'vscode-languageserver';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../features/navigation/callHierarchy';
import { definition } from '../../features/navigation/definition';
import { documentHighlight } from '../../features/navigation/documentHighlight';
import { implementation } from '../../features/navigation/implementation';
import { references } from '../../features/navigation/references';
import { typeDefinition } from '../../features/navigation/typeDefinition';
import { workspaceSymbols } from '../../features/navigation/workspaceSymbols';
import { supportedKinds } from '../../features/supportedKinds';
import { uriOf, type HandlerContext } from '../handlerContext';

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

export function registerNavigationHandlers({
  connection,
  capabilities,
  interactive,
  interactivePausing,
  cooperative,
}: HandlerContext): void {
  const { callHierarchy } = connection.languages;
  const links = (on: 'definition' | 'declaration' | 'typeDefinition' | 'implementation'): boolean =>
    capabilities().textDocument?.[on]?.linkSupport === true;
  connection.onDefinition(p => interactive(s => definition(s, uriOf(p), p.position, links('definition')), null));
  connection.onDeclaration(p => interactive(s => definition(s, uriOf(p), p.position, links('declaration')), null));
  connection.onTypeDefinition(p =>
    interactive(s => typeDefinition(s, uriOf(p), p.position, links('typeDefinition')), null),
  );
  connection.onImplementation(p =>
    interactive(s => implementation(s, uriOf(p), p.position, links('implementation')), null),
  );
  connection.onReferences((p, token) =>
    cooperative(s => references(s, uriOf(p), p.position, p.context.includeDeclaration), token),
  );
  connection.onDocumentHighlight((p, token) =>
    interactivePausing(s => documentHighlight(s, uriOf(p), p.position), null, token),
  );
  connection.onWorkspaceSymbol(({ query }, token) => {
    const kinds = supportedKinds(capabilities().workspace?.symbol?.symbolKind?.valueSet);
    return cooperative(s => workspaceSymbols(s, query, kinds), token);
  });
  callHierarchy.onPrepare(p => interactive(s => prepareCallHierarchy(s, uriOf(p), p.position), null));
  callHierarchy.onIncomingCalls(({ item }) => interactive(s => incomingCalls(s, item), null));
  callHierarchy.onOutgoingCalls(({ item }) => interactive(s => outgoingCalls(s, item), null));
}
