// Tests that the lint rule reports violations of the import boundaries, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { lintProblems } from '../../support/project/lintProblems';

const problems = lintProblems(/^(?:kubestack\/import-boundaries|no-restricted-(?:globals|syntax))$/);

describe('import boundaries', function () {
  const forbidden: [file: string, text: string, reason: RegExp][] = [
    [
      'server/hcl/a.ts',
      "import { hover } from '../features/hover/hover';",
      /server\/hcl comes before server\/features/,
    ],
    [
      'server/hcl/functions/time/a.ts',
      "import type { A } from '../../../kubestack/modules/a';",
      /server\/hcl comes before server\/kubestack/,
    ],
    ['server/syntax/tree.ts', "export { a } from '../hcl/a';", /server\/syntax comes before/],
    ['server/features/hover/hover.ts', "import { a } from '../../scaffold/a';", /or beside it/],
    ['server/features/hover/hover.ts', "import { a } from '../../edits/a';", /or beside it/],
    ['server/features/hover/hover.ts', "import { a } from '../../lsp/a';", /server\/features comes before server\/lsp/],
    ['server/cli/a.ts', "import { a } from '../lsp/connection';", /or beside it/],
    ['server/session.ts', "import { connect } from './lsp/connection';", /server\/session comes before/],
    ['server/nowhere/a.ts', "import { x } from '../hcl/x';", /server\/nowhere has no place in the order/],
    [
      'server/checks/versions/a.ts',
      "import { a } from '../environments/a';",
      /families of checks share what is in server\/checks\/engine/,
    ],
    [
      'server/checks/engine/checkRunner.ts',
      "import { a } from '../fixes/draftFix';",
      /engine does not use what checks share/,
    ],
    ['server/hcl/parser.ts', "import { Parser } from 'web-tree-sitter';", /no tree node leaves server\/syntax/],
    ['server/hcl/parser.ts', "const p = await import('web-tree-sitter');", /no tree node leaves/],
    ['server/hcl/parser.ts', "const p = require('web-tree-sitter');", /no tree node leaves/],
    [
      'server/kubestack/a.ts',
      "import type { Range } from 'vscode-languageserver-types';",
      /LSP is known from server\/semantics on/,
    ],
    [
      'server/features/a.ts',
      "import { TextDocument } from 'vscode-languageserver-textdocument';",
      /held by server\/lsp\/openDocuments/,
    ],
    ['server/features/a.ts', "import { Connection } from 'vscode-languageserver/node';", /know the transport/],
    ['server/cli/a.ts', "import { Connection } from 'vscode-languageserver/node';", /know the transport/],
    ['server/kubestack/a.ts', "import { Method } from '../../common/protocol';", /does not know the protocol/],
    ['server/hcl/a.ts', "import type { Provider } from '../../common/protocol';", /does not know the protocol/],
    ['server/features/a.ts', "import { spawn } from 'node:child_process';", /runs no program/],
    ['server/workspace/a.ts', "import * as https from 'https';", /opens no network connection/],
    ['server/lsp/connection.ts', "import { connect } from 'node:net';", /opens no network connection/],
    ['server/main.ts', "import { request } from 'node:https';", /opens no network connection/],
    ['server/main.ts', "import { activate } from '../client/extension';", /knows nothing of its client/],
    ['server/features/a.ts', "import * as vscode from 'vscode';", /belongs to client/],
    ['client/git/a.ts', "import { spawn } from 'node:child_process';", /started by client\/processes/],
    ['client/plan/ui/a.ts', "const { exec } = require('child_process');", /started by client\/processes/],
    ['client/gitHost/a.ts', "import { request } from 'node:https';", /made by client\/gitHost\/gitHostFetch/],
    ['client/gitHost/a.ts', "void fetch('https://example.com');", /made by client\/gitHost\/gitHostFetch/],
    ['client/promotion/ui/a.ts', 'void vscode.env.openExternal(uri);', /opened by client\/core\/webPage/],
    ['client/scaffold/a.ts', 'vscode.window.createTerminal();', /opened by client\/processes\/ui\/terminal/],
    ['common/a.ts', "import { readFileSync } from 'node:fs';", /imports no package/],
    ['scripts/a.mjs', "import * as vscode from 'vscode';", /belongs to client/],
    ['common/a.ts', "import type { Range } from 'vscode-languageserver-types';", /imports no package/],
    ['common/protocol.ts', "import { Range } from 'vscode-languageserver-types';", /imports no package/],
    ['common/a.ts', "import type { A } from '../server/lsp/a';", /knows neither client nor server/],
    ['client/extension.ts', "import type { Hover } from '../server/features/hover';", /imports nothing of server\//],
    ['client/extension.ts', "import { x } from '../test/unit/x';", /the product imports nothing of test\//],
    ['client/plan/model/a.ts', "import * as vscode from 'vscode';", /belongs to the `ui\/` folders/],
    ['client/git/git.ts', "import * as vscode from 'vscode';", /belongs to the `ui\/` folders/],
    ['client/plan/model/a.ts', "import { a } from '../ui/a';", /files that decide know no ui\//],
    ['client/plan/model/a.ts', "import { a } from '../../platform/ui/choose';", /files that decide know no ui\//],
    ['server/hcl/a.ts', "import { createHash } from 'node:crypto';", /server\/hcl also runs in browsers/],
    ['server/lsp/a.ts', "import { join } from 'path';", /server\/lsp also runs in browsers/],
    ['server/lsp/a.ts', "import { a } from 'vscode-languageserver/node';", /server\/lsp also runs in browsers/],
    [
      'server/lsp/a.ts',
      "import { a } from 'vscode-languageserver/browser';",
      /for browsers only belongs to server\/browser/,
    ],
    ['server/lsp/a.ts', "import { a } from '../node/nodeRuntime';", /also runs in browsers, server\/node in Node only/],
    ['server/hcl/a.ts', 'export const a = Buffer.from("a");', /Browsers have none/],
    ['client/scaffold/a.ts', "import { join } from 'node:path';", /client\/scaffold also runs in browsers/],
    ['client/features.ts', "import { a } from './node/diskFile';", /also runs in browsers, client\/node in Node only/],
    ['client/browser.ts', "import { a } from './git/git';", /also runs in browsers, client\/git in Node only/],
    ['client/core/a.ts', "import { a } from '../git/git';", /client\/core comes before client\/git/],
    ['client/promotion/a.ts', "import { a } from '../plan/run/planRun';", /planRun.ts is not public/],
    ['client/plan/ui/a.ts', "import { a } from '../../promotion/ui/a';", /not public/],
    ['client/git/a.ts', "import { a } from '../gitHost/gitHost';", /client\/git comes before client\/gitHost/],
  ];
  for (const [file, text, reason] of forbidden) {
    it(`forbids in ${file}: ${text}`, async () => {
      const [first, ...rest] = await problems(file, text);
      assert.match(first ?? 'allowed', reason);
      assert.deepEqual(rest, []);
    });
  }

  const allowed: [file: string, text: string][] = [
    ['server/hcl/evaluation/a.ts', "import { tree } from '../../syntax/tree';"],
    ['server/hcl/evaluation/a.ts', "import { lookup } from '../functions/lookup';"],
    ['server/syntax/tree.ts', "import { Parser } from 'web-tree-sitter';"],
    ['server/workspace/a.ts', "import { TextDocument } from 'vscode-languageserver-textdocument';"],
    ['server/kubestack/a.ts', "import type { Provider } from '../../common/protocol';"],
    ['server/features/a.ts', "import type { Hover } from 'vscode-languageserver-types';"],
    ['server/semantics/a.ts', "import { DiagnosticSeverity } from 'vscode-languageserver-types';"],
    ['server/features/a.ts', "import { effective } from '../kubestack/effective';"],
    ['server/checks/versions/a.ts', "import { a } from '../fixes/a';"],
    ['server/checks/engine/registry.ts', "import { a } from '../versions/a';"],
    ['server/lsp/connection.ts', "import type { Connection } from 'vscode-languageserver';"],
    ['server/main.ts', "import { createConnection } from 'vscode-languageserver/node';"],
    ['server/browser.ts', "import { createConnection } from 'vscode-languageserver/browser';"],
    ['server/node/a.ts', "import { join } from 'node:path';"],
    ['client/extension.ts', "import { diskFile } from './node/diskFile';"],
    ['client/diagram/a.ts', "import type { Stage } from '../promotion/stage';"],
    ['server/lsp/connection.ts', "import { hover } from '../features/hover/hover';"],
    ['server/main.ts', "import { listen } from './lsp/connection';"],
    ['server/cli/commandLine.ts', "import { spawn } from 'node:child_process';"],
    ['common/protocol.ts', "import { type Location, type Range } from 'vscode-languageserver-types';"],
    ['client/core/languageClient.ts', "import { Method, type Platform } from '../../common/protocol';"],
    ['client/extension.ts', "import * as vscode from 'vscode';"],
    ['client/processes/a.ts', "import { spawn } from 'node:child_process';"],
    ['client/gitHost/gitHostFetch.ts', "void fetch('https://example.com');"],
    ['client/core/webPage.ts', 'void vscode.env.openExternal(uri);'],
    ['client/plan/ui/a.ts', "import * as vscode from 'vscode';"],
    ['client/promotion/ui/a.ts', "import { a } from '../../plan/ui/planResults';"],
    ['test/editor/extension/a.ts', "import * as vscode from 'vscode';"],
  ];
  for (const [file, text] of allowed) {
    it(`allows in ${file}: ${text}`, async () => {
      assert.deepEqual(await problems(file, text), []);
    });
  }
});
