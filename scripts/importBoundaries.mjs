// The ESLint rule that holds the layering of docs/architecture.md: who may import what. `eslint.config.mjs` applies it everywhere.
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The way of the data: a stage imports only the ones before it. Files of one folder may import each other. */
const stages = [
  ['syntax'],
  ['hcl'],
  ['workspace', 'format'],
  ['kubestack'],
  ['features'],
  ['edits'],
  ['refactoring'],
  ['checks', 'scaffold', 'comparison'],
  ['repair'],
  ['session'],
  ['neighbours', 'regionData', 'semanticTokenResults', 'platformResults', 'openDocuments'],
  ['sarifLog', 'shownPath', 'printedText'],
  ['checkReport', 'effectiveReport'],
  ['answers'],
  ['requestDoor'],
  [
    'navigationRequests',
    'displayRequests',
    'writingRequests',
    'formattingRequests',
    'renameRequests',
    'scaffoldRequests',
    'comparisonRequests',
    'codeActionRequests',
    'diagnosticsDelivery',
  ],
  ['textFileRegistrations', 'parameterShapes'],
  ['connection', 'commandLine'],
  ['main'],
];

/** From here on the server speaks LSP; before, it does not know that there is a protocol. */
const firstWithProtocol = stageOf('features');
/** From here on it knows the transport too. */
const firstWithTransport = stageOf('answers');
const networkAndProcesses = /^(node:)?(child_process|cluster|dgram|http|http2|https|net|tls)$/;

/** Position of a folder or file of server/ in the order; undefined for `protocol`, which is types and names only. */
function stageOf(name) {
  const index = stages.findIndex(names => names.includes(name));
  return index < 0 ? undefined : index;
}

/** @returns {{ room: string, place?: string }} e.g. room `server`, place `hcl`; the place is a folder, or a file without ending */
function locate(file) {
  const [room, place] = relative(root, file).split(sep);
  return { room, place: place?.replace(/\.[a-z]+$/, '') };
}

/** Why a file may not import a package, or undefined when it may. */
function packageProblem({ room, place }, name, typeOnly) {
  const is = expected => name === expected || name.startsWith(`${expected}/`);
  if (is('vscode')) return room === 'client' || room === 'test' ? undefined : '`vscode` belongs to client/';
  if (room === 'common') {
    const runsOnNode = place === 'node' && /^node:(?:fs|fs\/promises|path)$/.test(name);
    return runsOnNode
      ? undefined
      : '`common/` imports no package: it runs in every process; `common/node/` imports node:fs';
  }
  if (room === 'client' && !typeOnly && networkAndProcesses.test(name)) {
    const isStarter = place === 'processes' && /^(?:node:)?(?:child_process|net)$/.test(name);
    return isStarter
      ? undefined
      : 'programs are started by client/processes, and requests are made by client/gitHost/gitHostFetch.ts';
  }
  if (is('vscode-languageclient') && room === 'server') return '`vscode-languageclient` belongs to client/';
  if (room !== 'server') return undefined;
  const stage = stageOf(place);
  if (is('web-tree-sitter')) return place === 'syntax' ? undefined : 'no tree node leaves server/syntax';
  if (is('vscode-languageserver-textdocument')) {
    const holds = ['workspace', 'openDocuments'].includes(place) || stage >= firstWithTransport;
    return holds ? undefined : 'open documents are held by server/lsp/openDocuments.ts';
  }
  if (is('vscode-languageserver-types')) {
    return stage >= firstWithProtocol || (place === 'protocol' && typeOnly) ? undefined : 'only features know LSP';
  }
  if (/^vscode-(languageserver|jsonrpc)/.test(name)) {
    return stage >= firstWithTransport
      ? undefined
      : 'only server/lsp/connection.ts and server/main.ts know the transport';
  }
  if (networkAndProcesses.test(name)) {
    const runsGit = /child_process$/.test(name) && place === 'commandLine';
    const connectsToClient = /^(?:node:)?net$/.test(name) && place === 'main';
    return runsGit || connectsToClient ? undefined : 'the server runs no program and opens no network connection';
  }
  return undefined;
}

/** Why one file may not import another, or undefined when it may. */
function fileProblem(from, to, names, typeOnly) {
  if (to.room === 'common') return undefined;
  if (from.room === 'common') return '`common/` knows neither client nor server';
  if (from.room === 'server' && to.room !== 'server')
    return to.room === 'client' ? 'the server knows nothing of its client' : outsideProblem(to);
  if (from.room === 'client' && to.room === 'server') {
    const allowed = to.place === 'protocol' && (typeOnly || names?.every(name => name === 'Method'));
    return allowed
      ? undefined
      : 'of the server the client imports the types of common/protocol and `Method`, nothing else';
  }
  if (from.room === 'client') return outsideProblem(to);
  if (from.room !== 'server' || from.place === to.place) return undefined;
  return stageProblem(from.place, to.place, typeOnly);
}

function outsideProblem({ room }) {
  return ['test', 'scripts', 'out', 'dist'].includes(room) ? `the product imports nothing of ${room}/` : undefined;
}

function stageProblem(from, to, typeOnly) {
  // The model may call things as the protocol does (Provider, Origin): those are plain types.
  if (to === 'protocol') {
    const knows = stageOf(from) >= firstWithProtocol || (from === 'kubestack' && typeOnly);
    return knows ? undefined : `server/${from} does not know the protocol`;
  }
  if (from === 'protocol') return 'common/protocol.ts is for the client too: it imports nothing of the server';
  const [own, other] = [stageOf(from), stageOf(to)];
  if (own === undefined) return `server/${from} has no place in the order of scripts/importBoundaries.mjs`;
  if (other === undefined) return `server/${to} has no place in the order of scripts/importBoundaries.mjs`;
  return other < own ? undefined : `server/${from} comes before server/${to}, or beside it`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const importBoundaries = {
  meta: {
    type: 'problem',
    docs: { description: 'Holds the layering: who may import what.' },
    schema: [],
    messages: { forbidden: '{{reason}}.' },
  },
  create(context) {
    const from = locate(context.filename);
    const check = (node, source, names, typeOnly) => {
      const reason = source.startsWith('.')
        ? fileProblem(from, locate(resolve(dirname(context.filename), source)), names, typeOnly)
        : packageProblem(from, source, typeOnly);
      if (reason) context.report({ node, messageId: 'forbidden', data: { reason } });
    };
    const isTypes = (node, kind) =>
      node[kind] === 'type' ||
      (node.specifiers?.length > 0 && node.specifiers.every(specifier => specifier[kind] === 'type'));
    return {
      ImportDeclaration: node => {
        const values = node.specifiers.filter(specifier => specifier.importKind !== 'type');
        check(
          node,
          node.source.value,
          values.map(value => value.imported?.name),
          isTypes(node, 'importKind'),
        );
      },
      ExportNamedDeclaration: node => {
        if (node.source) check(node, node.source.value, undefined, isTypes(node, 'exportKind'));
      },
      ExportAllDeclaration: node => check(node, node.source.value, undefined, node.exportKind === 'type'),
      ImportExpression: node => {
        if (node.source.type === 'Literal') check(node, String(node.source.value), undefined, false);
      },
      TSImportType: node => check(node, String(node.source?.value ?? node.argument?.literal?.value), undefined, true),
      TSExternalModuleReference: node => check(node, String(node.expression.value), undefined, false),
      "CallExpression[callee.name='require']": node => {
        const [first] = node.arguments;
        if (first?.type === 'Literal') check(node, String(first.value), undefined, false);
      },
    };
  },
};
