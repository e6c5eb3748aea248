// Lint: typescript-eslint's recommended rules with types, and the import boundaries of docs/architecture.md.
import tseslint from 'typescript-eslint';
import { droppedGenerators } from './scripts/droppedGenerators.mjs';
import { importBoundaries } from './scripts/importBoundaries.mjs';
import { linearPatterns } from './scripts/linearPatterns.mjs';
import { localizedTexts } from './scripts/localizedTexts.mjs';
import { ownProperties } from './scripts/ownProperties.mjs';
import { parsedTexts } from './scripts/parsedTexts.mjs';
import { pathSeparators } from './scripts/pathSeparators.mjs';
import { textThatStaysText } from './scripts/textThatStaysText.mjs';
import { vocabulary } from './scripts/vocabulary.mjs';

const uriEncoders = ['encodeURI', 'encodeURIComponent'].map(name => ({
  name,
  message: 'It throws for half a surrogate pair: use common/uriComponent.ts.',
}));

/** @param instead the files that have something for every platform */
const nodeGlobals = instead =>
  ['Buffer', 'process', 'setImmediate', '__dirname'].map(name => ({
    name,
    message: `Browsers have none: use ${instead}.`,
  }));

const pagesAndTerminals = [
  {
    selector: "MemberExpression[property.name='openExternal']",
    message: 'Pages are opened by client/core/webPage.ts.',
  },
  {
    selector: "MemberExpression[object.property.name='l10n'][property.name='t']",
    message: 'Texts are translated by t of common/localization.ts.',
  },
  {
    selector: "MemberExpression[property.name='createTerminal']",
    message: 'Terminals are opened by client/processes/ui/terminal.ts.',
  },
];

const fileReaders = [
  ...['readFile', 'readFileSync', 'readdir', 'readdirSync', 'open', 'openSync', 'opendir', 'opendirSync'],
  ...['createReadStream', 'openAsBlob', 'copyFile', 'copyFileSync', 'cp', 'cpSync', 'default', 'promises'],
];
const gateMessage = 'Files are read through common/node/repositoryFiles.ts, or the file system of server/session.ts.';

/** Names that Node defines, for rules about scripts. */
const nodeNames = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map(name => [name, 'readonly']));

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'test/fixtures/', 'test/platforms/', '.vscode-test/', '**/*.d.mts'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    plugins: {
      kubestack: {
        rules: {
          'dropped-generators': droppedGenerators,
          'import-boundaries': importBoundaries,
          'linear-patterns': linearPatterns,
          'localized-texts': localizedTexts,
          'own-properties': ownProperties,
          'parsed-texts': parsedTexts,
          'path-separators': pathSeparators,
          vocabulary,
        },
      },
    },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'kubestack/import-boundaries': 'error',
      eqeqeq: 'error',
      'no-console': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'none' },
      ],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  { files: ['**/*.ts'], rules: { 'kubestack/dropped-generators': 'error' } },
  { files: ['{client,common,server,webview,scripts}/**/*.ts'], rules: { 'kubestack/vocabulary': 'error' } },
  { files: ['{client,common,server,webview}/**/*.ts'], rules: { 'kubestack/own-properties': 'error' } },
  { files: ['{client,common,server}/**/*.ts'], rules: { 'kubestack/path-separators': 'error' } },
  { files: ['{client,common,server,webview}/**/*.ts'], rules: { 'kubestack/linear-patterns': 'error' } },
  { files: ['{client,common,server,webview}/**/*.ts'], rules: { 'kubestack/parsed-texts': 'error' } },
  { files: ['{common,server}/**/*.ts'], rules: { 'kubestack/localized-texts': 'error' } },
  // What is English in every language: docs/localization.md.
  {
    files: [
      // The words of Terraform, and of the libraries that it is made of.
      'server/hcl/{conversion,functions,types,values}/**',
      // Files of the platform, and pictures of it that are kept in the repository.
      'server/scaffold/{dockerfile,hclFile}.ts',
      'server/scaffold/pipeline/{githubPipeline,githubDriftWorkflow,gitlabPipeline}.ts',
      'server/scaffold/platform/{agentInstructions,newReadme}.ts',
      'server/kubestack/readme/**',
      '{common,server/features}/diagram/**',
      // What coding agents read, and requests of programs.
      'server/{gate,mcp,tools}/**',
      'server/scaffold/platform/agentRules.ts',
      'server/lsp/{parameterShapes,textFileRegistrations}.ts',
    ],
    rules: { 'kubestack/localized-texts': 'off' },
  },
  {
    files: ['server/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', 'fetch', 'WebSocket', 'XMLHttpRequest', ...uriEncoders],
    },
  },
  {
    files: ['client/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Requests are made by client/gitHost/gitHostFetch.ts.' },
        ...uriEncoders,
      ],
      'no-restricted-syntax': ['error', ...pagesAndTerminals, ...textThatStaysText],
    },
  },
  { files: ['common/ownProperty.ts'], rules: { 'kubestack/own-properties': 'off' } },
  { files: ['common/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...uriEncoders] } },
  // What is also bundled for browsers, see `nodeRooms` in scripts/importBoundaries.mjs.
  {
    files: ['server/**/*.ts'],
    ignores: ['server/{node,cli,main}/**', 'server/main.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'WebSocket', 'XMLHttpRequest'],
        ...uriEncoders,
        ...nodeGlobals('common/bytes.ts and server/scheduling/eventLoop.ts'),
      ],
    },
  },
  {
    files: ['client/{core,activation,platform,scaffold,codeActions}/**/*.ts', 'client/{features,browser}.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Requests are made by client/gitHost/gitHostFetch.ts.' },
        ...uriEncoders,
        ...nodeGlobals('common/bytes.ts'),
      ],
    },
  },
  { files: ['server/scheduling/eventLoop.ts'], rules: { 'no-restricted-globals': 'off' } },
  // The places that the rules above name.
  {
    files: ['client/gitHost/gitHostFetch.ts'],
    rules: { 'no-restricted-globals': ['error', ...uriEncoders] },
  },
  { files: ['common/uriComponent.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['client/core/webPage.ts', 'client/processes/ui/terminal.ts'],
    rules: { 'no-restricted-syntax': ['error', ...textThatStaysText] },
  },
  {
    files: ['client/core/messages.ts', 'client/core/quickPicks.ts'],
    rules: { 'no-restricted-syntax': ['error', ...pagesAndTerminals] },
  },
  // Files of a repository are read through the gate, which refuses what leads outside, never ends, or is too large.
  {
    files: ['client/**/*.ts', 'server/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['fs', 'fs/promises'].flatMap(name =>
            [name, `node:${name}`].map(each => ({ name: each, importNames: fileReaders, message: gateMessage })),
          ),
          patterns: [{ group: ['**/nodeFileSystem'], message: gateMessage }],
        },
      ],
    },
  },
  {
    files: [
      'common/node/repositoryFiles.ts',
      'server/node/nodeFileSystem.ts',
      // The disk, which the session puts the gate before, and the files of the package.
      'server/node/nodeRuntime.ts',
      'server/node/filesWithin.ts',
      'server/node/assetFiles.ts',
      'server/main/compiledCode.ts',
      // Looks at names and times, not at contents.
      'server/mcp/savedFiles.ts',
      'server/mcp/mcpCommand.ts',
      'server/cli/target.ts',
      // Files of our own: plans, and what is in the package.
      'client/plan/run/planStorage.ts',
      // What the system says of processes.
      'client/processes/guard.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  { files: ['**/*.mjs', '**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  // The compiler checks names only in TypeScript.
  { files: ['scripts/**/*.mjs'], languageOptions: { globals: nodeNames }, rules: { 'no-undef': 'error' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
