// The ESLint rule that enforces the layers in docs/architecture.md: which folder may import which. `eslint.config.mjs` applies it to all files.
import { isBuiltin } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folders of server/ in the order of the data flow: each imports only earlier ones. Files in one folder may import each other. */
const serverStages = [
  ['scheduling'],
  ['syntax'],
  ['hcl'],
  ['workspace', 'format'],
  ['kubestack'],
  ['semantics'],
  ['manifests'],
  ['rules'],
  ['features', 'edits', 'comparison'],
  ['forecast'],
  ['refactoring'],
  ['checks', 'scaffold'],
  ['upgrades', 'state'],
  ['diagnostics'],
  ['codeActions', 'review'],
  ['language', 'session', 'tools', 'gate'],
  ['node'],
  ['cli', 'lsp'],
  ['mcp'],
  ['main', 'browser'],
];

/** Folders of server/checks/ that hold no checks, but what several families use. */
const sharedByChecks = ['platform', 'fixes'];

/** Folders of client/, in the same way. */
const clientStages = [
  ['core'],
  ['node', 'webview'],
  ['processes'],
  ['activation', 'git', 'platform'],
  ['gitHost', 'plan', 'scaffold', 'codeActions', 'languageModelTools', 'issueReport', 'walkthrough'],
  ['manifests', 'pipelinePlan'],
  ['promotion', 'pullRequest'],
  ['diagram', 'matrix', 'forecast', 'upgrades'],
  ['virtualRepository'],
  ['features'],
  ['extension', 'browser'],
];

/** Files that other folders of client/ may import; for folders that are not listed, all files. */
const publicFiles = {
  platform: ['changeLines', 'clusterAt', 'commandTarget', 'ui/choose'],
  gitHost: [
    'gitHost',
    'gitHostError',
    'gitHostErrorText',
    'newPullRequestPage',
    'openGitHost',
    'pipelineState',
    'ui/gitHostAccounts',
    'ui/gitHostCommands',
    'ui/gitHostConnections',
  ],
  plan: [
    'model/drift',
    'model/planEntry',
    'model/planMessages',
    'model/planSummaries',
    'model/planTexts',
    'model/staleness',
    'run/executable',
    'run/planStorage',
    'ui/planSettings',
    'ui/planResults',
    'ui/planTarget',
    'ui/planView',
    'ui/saveFirst',
  ],
  manifests: ['ui/manifestChanges'],
  pipelinePlan: ['ui/pipelinePlans'],
  scaffold: ['forecastedChange', 'replacedModules', 'stagedSource'],
  codeActions: [],
  languageModelTools: [],
  promotion: ['stage', 'ui/promotionRepositories'],
  pullRequest: [],
  diagram: [],
  issueReport: [],
  walkthrough: [],
  matrix: [],
  virtualRepository: [],
};

/** Files of common/pipelines/ that other folders may import. */
const publicPipelineFiles = [
  'commandRun',
  'deployTags',
  'directory',
  'effects',
  'environmentList',
  'event',
  'pipelineFiles',
  'pipelines',
  'repository',
  'shell/programs',
  'shell/syntax',
  'shell/tree',
  'values/value',
  'yaml/tree',
];

/**
 * Folders that run only in Node. Everything else is also bundled for browsers, so it imports neither these folders nor modules of Node.
 * Platform-specific code is passed in by the composition roots (server/main.ts and server/browser.ts, client/extension.ts and client/browser.ts).
 */
const nodeRooms = {
  common: ['node'],
  server: ['node', 'cli', 'mcp', 'main'],
  client: [
    'node',
    'processes',
    'git',
    'gitHost',
    'plan',
    'manifests',
    'pipelinePlan',
    'languageModelTools',
    'forecast',
    'promotion',
    'pullRequest',
    'extension',
  ],
};

/** The composition roots, which may import all folders. */
const compositionRoots = ['extension', 'browser', 'features'];

/** Besides the `ui/` folders: files that wrap VS Code for other folders. */
const importsVscode =
  /^client\/(?:(?:extension|browser|features)\.ts|core\/|node\/diskFile\.ts|activation\/|git\/gitExtension\.ts|[^/]+\/ui\/)/;

const networkAndProcesses = /^(node:)?(child_process|cluster|dgram|http|http2|https|net|tls)$/;

/** Index of a folder in its order; undefined if it has none. */
function stageOf(stages, room) {
  const index = stages.findIndex(rooms => rooms.includes(room));
  return index < 0 ? undefined : index;
}

/** The server's first folder that may use types of LSP. Earlier folders don't know the protocol. */
const firstWithProtocol = stageOf(serverStages, 'semantics');
/** The first folder that may use the transport. */
const firstWithTransport = stageOf(serverStages, 'lsp');

/** @returns e.g. `{ path: 'server/hcl/values/value.ts', part: 'server', room: 'hcl', rest: 'values/value' }` */
function locate(file) {
  const path = relative(root, file).split(sep).join('/');
  const [part, room, ...rest] = path.replace(/\.[a-z]+$/, '').split('/');
  return { path, part, room, rest: rest.join('/') };
}

/** Whether a file runs only in Node. */
const isOfNode = ({ part, room }) => nodeRooms[part]?.includes(room) === true;

/** Modules of Node, and platform-specific parts of the protocol's libraries. */
const ofNode = name => isBuiltin(name) || /^vscode-(?:languageserver|languageclient|jsonrpc).*\/node$/.test(name);
const ofBrowsers = name => /^vscode-(?:languageserver|languageclient|jsonrpc).*\/browser$/.test(name);
/** Where the language server is started in a browser, on both sides. */
const browserFiles = ['server/browser.ts', 'client/core/serverWorker.ts'];

/** Why a file may not import a package; undefined if it may. */
const packageProblem = (from, name, typeOnly) => roomProblem(from, name, typeOnly) ?? platformProblem(from, name);

/** Restricts platform-specific packages to the code of their platform. */
function platformProblem({ path, part, room }, name) {
  if (!(part in nodeRooms)) return undefined;
  if (ofBrowsers(name) && !browserFiles.includes(path))
    return `what is for browsers only belongs to ${browserFiles.join(' and ')}`;
  if (!ofNode(name) || isOfNode({ part, room })) return undefined;
  const rooms = nodeRooms[part].map(each => `${part}/${each}`).join(', ');
  return `${part}/${room} also runs in browsers: Node's modules belong to ${rooms}`;
}

function roomProblem({ path, part, room }, name, typeOnly) {
  const is = expected => name === expected || name.startsWith(`${expected}/`);
  if (is('vscode')) {
    if (part === 'test' || importsVscode.test(path)) return undefined;
    return part === 'client'
      ? '`vscode` belongs to the `ui/` folders, client/core/ and client/activation/'
      : '`vscode` belongs to client/';
  }
  if (part === 'common') {
    if (room === 'protocol' && typeOnly && is('vscode-languageserver-types')) return undefined;
    if (room === 'node' && /^node:(?:crypto|fs|fs\/promises|os|path)$/.test(name)) return undefined;
    if (is('yaml') && /^common\/(?:pipelines\/)?yaml\//.test(path)) return undefined;
    return '`common/` imports no package but the types of LSP in common/protocol.ts and `yaml` in common/yaml/: it runs in every process; `common/node/` imports node:crypto, node:fs, node:os and node:path';
  }
  if (part === 'webview') return 'pages in `webview/` have no packages';
  if (part === 'client' && !typeOnly && networkAndProcesses.test(name)) {
    const isStarter = room === 'processes' && /^(?:node:)?(?:child_process|net)$/.test(name);
    return isStarter
      ? undefined
      : 'programs are started by client/processes, and requests are made by client/gitHost/gitHostFetch.ts';
  }
  if (is('vscode-languageclient') && part === 'server') return '`vscode-languageclient` belongs to client/';
  if (part !== 'server') return undefined;
  const stage = stageOf(serverStages, room);
  if (is('web-tree-sitter')) return room === 'syntax' ? undefined : 'no tree node leaves server/syntax';
  if (is('vscode-languageserver-textdocument')) {
    const holds = room === 'workspace' || stage >= firstWithTransport;
    return holds ? undefined : 'open documents are held by server/lsp/openDocuments.ts';
  }
  if (is('vscode-languageserver-types')) {
    return stage >= firstWithProtocol ? undefined : 'LSP is known from server/semantics on';
  }
  if (/^vscode-(languageserver|jsonrpc)/.test(name)) {
    const knows = ['lsp', 'main', 'browser'].includes(room);
    return knows ? undefined : 'only server/lsp, server/main.ts and server/browser.ts know the transport';
  }
  if (networkAndProcesses.test(name)) {
    const runsGit = /child_process$/.test(name) && room === 'cli';
    const connectsToClient = /^(?:node:)?net$/.test(name) && room === 'main';
    return runsGit || connectsToClient ? undefined : 'the server runs no program and opens no network connection';
  }
  return undefined;
}

/** Why a file may not import another one; undefined if it may. */
function fileProblem(from, to, typeOnly) {
  const problem = placeProblem(from, to, typeOnly);
  if (problem || typeOnly || !(from.part in nodeRooms)) return problem;
  return isOfNode(to) && !isOfNode(from)
    ? `${from.path} also runs in browsers, ${to.part}/${to.room} in Node only`
    : undefined;
}

function placeProblem(from, to, typeOnly) {
  if (to.path.startsWith('common/pipelines/') && !publicPipelineFiles.includes(to.rest) && !mayImportAll(from))
    return `other folders of common/pipelines/ are internal: use ${publicPipelineFiles.join(', ')}`;
  if (from.part === 'common' && to.part !== 'common') return '`common/` knows neither client nor server';
  if (from.part === 'webview')
    return ['common', 'webview'].includes(to.part)
      ? undefined
      : 'a page knows only `common/`: it talks to the extension by messages';
  if (to.part === 'webview')
    return to.part === from.part || from.part === 'test'
      ? undefined
      : 'pages of `webview/` run in a browser of their own';
  if (from.part !== 'client' && from.part !== 'server') return undefined;
  if (['test', 'scripts', 'out', 'dist'].includes(to.part)) return `the product imports nothing of ${to.part}/`;
  if (to.part === 'common') return protocolProblem(from, to, typeOnly);
  if (from.part !== to.part) {
    return from.part === 'server'
      ? 'the server knows nothing of its client'
      : 'the client imports nothing of server/: what both know is in common/';
  }
  return from.part === 'server' ? serverProblem(from, to) : clientProblem(from, to);
}

/** Whether a file may import everything in common/pipelines/. */
const mayImportAll = ({ path, part }) => path.startsWith('common/pipelines/') || ['test', 'scripts'].includes(part);

function protocolProblem(from, to, typeOnly) {
  if (from.part !== 'server' || to.room !== 'protocol') return undefined;
  // The model may have the same names as types of the protocol (Provider, Origin), since it exports plain types.
  const knows = stageOf(serverStages, from.room) >= firstWithProtocol || (from.room === 'kubestack' && typeOnly);
  return knows ? undefined : `server/${from.room} does not know the protocol`;
}

function serverProblem(from, to) {
  const family = ({ room, rest }) => (room === 'checks' ? rest.split('/')[0] : undefined);
  const other = family(to);
  if (family(from) === 'engine' && sharedByChecks.includes(other))
    return 'server/checks/engine does not use what checks share';
  if (family(from) && other && family(from) !== other && !['engine', ...sharedByChecks].includes(other)) {
    const isRegistry = from.path === 'server/checks/engine/registry.ts';
    return isRegistry
      ? undefined
      : 'families of checks share what is in server/checks/engine, server/checks/platform and server/checks/fixes';
  }
  return from.room === to.room ? undefined : orderProblem(serverStages, from, to);
}

function clientProblem(from, to) {
  const intoUi = to.rest.startsWith('ui/') && !compositionRoots.includes(from.room) && !from.rest.startsWith('ui/');
  if (intoUi) return `files that decide know no ui/: ${from.path} is outside of it`;
  if (from.room === to.room) return undefined;
  const open = compositionRoots.includes(from.room) ? undefined : publicFiles[to.room];
  if (open && !open.includes(to.rest)) {
    return `client/${to.room}/${to.rest}.ts is not public: other rooms import what \`publicFiles\` of scripts/importBoundaries.mjs lists`;
  }
  return orderProblem(clientStages, from, to);
}

function orderProblem(stages, from, to) {
  const [own, other] = [stageOf(stages, from.room), stageOf(stages, to.room)];
  for (const [stage, { part, room }] of [
    [own, from],
    [other, to],
  ]) {
    if (stage === undefined) return `${part}/${room} has no place in the order of scripts/importBoundaries.mjs`;
  }
  return other < own ? undefined : `${from.part}/${from.room} comes before ${to.part}/${to.room}, or beside it`;
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
    const check = (node, source, typeOnly) => {
      const reason = source.startsWith('.')
        ? fileProblem(from, locate(resolve(dirname(context.filename), source)), typeOnly)
        : packageProblem(from, source, typeOnly);
      if (reason) context.report({ node, messageId: 'forbidden', data: { reason } });
    };
    const isTypes = (node, kind) =>
      node[kind] === 'type' ||
      (node.specifiers?.length > 0 && node.specifiers.every(specifier => specifier[kind] === 'type'));
    return {
      ImportDeclaration: node => check(node, node.source.value, isTypes(node, 'importKind')),
      ExportNamedDeclaration: node => {
        if (node.source) check(node, node.source.value, isTypes(node, 'exportKind'));
      },
      ExportAllDeclaration: node => check(node, node.source.value, node.exportKind === 'type'),
      ImportExpression: node => {
        if (node.source.type === 'Literal') check(node, String(node.source.value), false);
      },
      TSImportType: node => check(node, String(node.source?.value ?? node.argument?.literal?.value), true),
      TSExternalModuleReference: node => check(node, String(node.expression.value), false),
      "CallExpression[callee.name='require']": node => {
        const [first] = node.arguments;
        if (first?.type === 'Literal') check(node, String(first.value), false);
      },
    };
  },
};
