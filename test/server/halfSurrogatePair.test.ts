// An unpaired surrogate can't be encoded in UTF-8 or in a URI. A part of an answer can be missing because of it, but never the whole answer.
import type { Review } from '../../common/review/review';
import * as assert from 'node:assert/strict';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver-protocol';
import type { Platform } from '../../common/protocol';
import { clusterText } from '../support/server/clusterText';
import { LanguageServer } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const sound = clusterText('name_prefix = "gc0"', 'name_prefix = "ops"');
const source = 'github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0';

/** Files that contain an unpaired surrogate wherever text can be. */
const filesWith = (half: string): Record<string, string> => ({
  'cluster.tf': `module "eks_${half}" {
  source                 = "${source}"
  configuration_base_key = "apps"
  providers              = { aws = aws.x${half} }
  configuration = {
    apps = {
      name_prefix           = "x${half}"
      cluster_instance_type = urlencode("${half}")
      base_domain           = file("${half}.txt")
      "k${half}"            = templatefile("./${half}/x", {})
      b                     = [fileexists("${half}"), base64encode("${half}"), jsonencode("${half}"), md5("${half}"), fileset("${half}", "*")]
    }
    "o${half}" = { k${half} = 1 }
    ops        = { name_prefix = split("", "a😀${half}") }
  }
}
`,
  'sources.tf': `module "eks_version" {
  source        = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${half}"
  configuration = { apps = {} }
}
module "local" {
  source = "./m${half}/x"
}
module "above" {
  source        = "../${half}"
  configuration = { apps = {} }
}
locals {
  y = yamldecode("\\"${half}\\"")
  z = jsondecode("\\"${half}\\"")
}
`,
  'call.tf.json': `{"module":{"j${half}":{"source":"./${half}","configuration":{"apps":{"a":"${half}"}}}}}`,
  '.terraform/modules/modules.json': `{"Modules":[{"Key":"local","Source":"./m","Dir":".terraform/${half}"},{"Key":"above","Source":"../${half}","Dir":"${half}"}]}`,
  'terraform.tfvars': `x = "${half}"\n`,
  'README.md': `## Platform\n\n### Clusters\n\n| Cluster name | Provider | Region | \`name_prefix\` |\n|---|---|---|---|\n| eks_${half} | EKS | ${half} | y |\n`,
  Dockerfile: `FROM kubestack/framework:${half}\n`,
  '.github/workflows/main.yml': `on: push\njobs:\n  "${half}":\n    steps:\n      - run: terraform workspace select ${half}\n        if: "${half}"\n`,
});

describe('an unpaired surrogate', function () {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  let failures: string[];

  beforeEach(async () => {
    folder = new TemporaryFolder({ 'sound.tf': sound });
    server = await LanguageServer.start({ folder: folder.path, checks: true });
    failures = [];
    server.connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
      if (type === 1) failures.push(message);
    });
  });

  afterEach(async () => {
    await server.stop();
    folder.delete();
    assert.equal(server.stderr, '');
  });

  /** Sends a request, and records a failure. A refusal, for example of a rename, is not a failure. */
  async function ask<Answer>(method: string, parameters: object): Promise<Answer | undefined> {
    try {
      return await server.request<Answer>(method, parameters);
    } catch (error) {
      const isRefusal = error instanceof ResponseError && error.code === LSPErrorCodes.RequestFailed;
      if (!isRefusal) failures.push(`${method}: ${String(error)}`);
      return undefined;
    }
  }

  async function askEverything(path: string, text: string): Promise<void> {
    const textDocument = { uri: folder.uri(path) };
    const range = { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
    for (const method of ['documentLink', 'documentSymbol', 'foldingRange', 'semanticTokens/full', 'codeLens'])
      await ask(`textDocument/${method}`, { textDocument });
    await ask('textDocument/inlayHint', { textDocument, range });
    await ask('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
    await ask('textDocument/formatting', { textDocument, options: { tabSize: 2, insertSpaces: true } });
    for (const [line, content] of text.split('\n').entries())
      for (let character = 0; character <= content.length; character += 4) {
        const position = { line, character };
        for (const method of ['hover', 'definition', 'completion', 'documentHighlight', 'prepareRename'])
          await ask(`textDocument/${method}`, { textDocument, position });
        if (character % 12 === 0)
          await ask('textDocument/references', { textDocument, position, context: { includeDeclaration: true } });
      }
  }

  for (const [name, half] of [
    ['as it is typed', '\ud83d'],
    ['escaped', '\\ud83d'],
  ] as const) {
    it(`in ${name} causes no error, and does not affect other answers`, async () => {
      const files = Object.entries(filesWith(half));
      for (const [path, text] of files) {
        if (half.length > 1) folder.write(path, text);
        await server.open(folder.uri(path), text);
      }
      for (const [path, text] of files) await askEverything(path, text);
      const uri = folder.uri('');
      await ask('workspace/symbol', { query: '' });
      for (const [path] of files)
        await ask('kubestack/effectiveConfiguration', { textDocument: { uri: folder.uri(path) } });
      await ask('kubestack/effectiveDocument', { uri, environment: `o${half}` });
      const before = { kind: 'files', files: Object.fromEntries(files) };
      const after = { kind: 'files', files: { 'sound.tf': sound } };
      const question = { uri, before, after, sections: ['values'], markdown: 'text' };
      const compared = (await ask<Review>('kubestack/review', question))?.values;
      const platforms = await ask<Platform[]>('kubestack/platforms', {});
      assert.deepEqual(failures, []);
      // A file that doesn't parse can contain any module, so none counts as added.
      assert.ok(compared);
      assert.ok(compared.problems.some(({ side, module }) => side === 'before' && module === 'cluster.tf'));
      assert.ok(!compared.modules.some(({ change }) => change === 'added'));
      assert.match(JSON.stringify(platforms), /eks_gc0_eu-west-1/);
    });
  }
});
