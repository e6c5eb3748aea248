import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Hover, MarkupContent } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LanguageServer } from '../support/server/languageServer';

const sample = resolve(__dirname, '../platforms/multi-cloud');
const uriOf = (path: string): string => pathToFileURL(resolve(sample, path)).href;
const cluster = uriOf('eks_gc0_eu-west-1_cluster.tf');

describe('hover on the sample platform', () => {
  let server: LanguageServer;

  before(async () => {
    server = await LanguageServer.start({ folder: sample });
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
  });

  /** Requests the hover at the first occurrence of a word. */
  const hoverAt = async (word: string, from = server): Promise<{ hover: Hover | null; document: TextDocument }> => {
    const document = TextDocument.create(cluster, 'terraform', 0, readFileSync(fileURLToPath(cluster), 'utf8'));
    const offset = document.getText().indexOf(word);
    return { hover: await from.hover(cluster, document.positionAt(offset + 1)), document };
  };
  const shown = async (word: string): Promise<string> =>
    ((await hoverAt(word)).hover?.contents as MarkupContent).value.replace(
      /\[((?:`[^`]*`|[^\][`])*)\]\([^)]*\)/g,
      '$1',
    );

  it('on an attribute of the sample says what a change of it replaces', async () => {
    const effect = /A change in [\w-]+ replaces `terraform_data` \(because of `triggers_replace`\)/;
    await server.open(cluster, readFileSync(fileURLToPath(cluster), 'utf8'));
    // The effects of an open document are computed while the server is idle, attribute by attribute.
    while (!effect.test(await shown('cluster_vpc_cidr')));
    assert.doesNotMatch(await shown('max_size'), /A change in/);
  });

  it('on terraform.workspace shows its values, also in an unsaved document', async () => {
    const uri = uriOf('eks_gc0_eu-west-1_node_pool_batch.tf');
    const text = readFileSync(fileURLToPath(uri), 'utf8').replace('"batch"', 'terraform.workspace');
    await server.open(uri, text);
    const offset = text.indexOf('terraform.workspace');
    const line = text.slice(0, offset).split('\n').length - 1;
    const hover = await server.hover(uri, {
      line,
      character: text.split('\n')[line]!.indexOf('terraform.workspace') + 12,
    });
    const { value } = hover?.contents as MarkupContent;
    assert.ok(value.startsWith('**terraform.workspace** · the planned environment'), value);
    assert.ok(value.includes('| ops | `"ops"` |\n| apps | `"apps"` |\n| apps-prod | `"apps-prod"` |'), value);
    await server.close(uri);
  });

  it('has the range of the name', async () => {
    const { hover, document } = await hoverAt('name_prefix');
    assert.equal(document.getText(hover?.range), 'name_prefix');
  });

  it('is plain text for clients without Markdown', async () => {
    const plain = await LanguageServer.start({
      folder: sample,
      capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } },
    });
    try {
      const { hover } = await hoverAt('cluster_version', plain);
      const { kind, value } = hover?.contents as MarkupContent;
      assert.equal(kind, 'plaintext');
      assert.doesNotMatch(value, /\*\*|`|\]\(|\| ---|\\_/);
      assert.match(value, /^cluster_version · string\n/);
    } finally {
      assert.equal(await plain.stop(), 0);
    }
  });
});
