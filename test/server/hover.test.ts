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

  /** Requests the hover at a word of a file; line numbers are one-based. */
  const hoverAt = async (
    uri: string,
    word: string,
    occurrence = 1,
    from = server,
  ): Promise<{ hover: Hover | null; document: TextDocument }> => {
    const document = TextDocument.create(uri, 'terraform', 0, readFileSync(fileURLToPath(uri), 'utf8'));
    let offset = -1;
    for (let count = 0; count < occurrence; count++) offset = document.getText().indexOf(word, offset + 1);
    assert.ok(offset >= 0, word);
    return { hover: await from.hover(uri, document.positionAt(offset + 1)), document };
  };
  /** The displayed text: links as their text, with the line of their target. */
  const shown = async (uri: string, word: string, occurrence = 1): Promise<string> => {
    const { hover } = await hoverAt(uri, word, occurrence);
    return (hover?.contents as MarkupContent).value
      .replace(/\[((?:`[^`]*`|[^\][`])*)\]\(file:[^)#]*\/([^/)#]+)#L(\d+)\)/g, '$1→$3')
      .replace(/\\([_<>()])/g, '$1');
  };

  it('on an attribute of the sample says what a change of it replaces', async () => {
    const effect = /A change in [\w-]+ replaces `terraform_data` \(because of `triggers_replace`\)/;
    await server.open(cluster, readFileSync(fileURLToPath(cluster), 'utf8'));
    // The effects of an open document are computed while the server is idle, attribute by attribute.
    while (!effect.test(await shown(cluster, 'cluster_vpc_cidr')));
    assert.doesNotMatch(await shown(cluster, 'max_size'), /A change in/);
  });

  it('on an attribute shows its value in every environment, and its description', async () => {
    assert.equal(
      await shown(cluster, 'cluster_version'),
      `**cluster_version** · \`string\`

| Environment | Value | From |
| --- | --- | --- |
| ops | \`"1.31"\` | inherited from apps-prod→10 |
| apps | \`"1.31"\` | inherited from apps-prod→10 |
| **apps-prod** | \`"1.31"\` | set here (base)→10 |

\`var.kubernetes_version\`→2 = \`"1.31"\`

Kubernetes minor version of the control plane and its nodes, for example "1.31" (in quotes). Upgrades go one minor version at a time and can't be undone.

Available since Kubestack \`v0.15.0-beta.0\``,
    );
  });

  it('on an attribute of an object shows overrides and what they override', async () => {
    const text = await shown(cluster, 'max_size', 2);
    assert.ok(text.startsWith(`**default_node_pool.max_size** · \`number\``), text);
    assert.ok(
      text.includes(`| Environment | Value | From |
| --- | --- | --- |
| ops | \`2\` | overrides→52 \`18\`→21 |
| **apps** | \`9\` | overrides→39 \`18\`→21 |
| apps-prod | \`18\` | set here (base)→21 |`),
      text,
    );
  });

  it('on an attribute two objects deep shows its value', async () => {
    const text = await shown(cluster, 'http_tokens');
    assert.ok(text.startsWith('**default_node_pool.metadata_options.http_tokens**'), text);
    assert.ok(text.includes('| ops | `"required"` | inherited from apps-prod→29 |'), text);
  });

  it('on an object shows a row per attribute', async () => {
    const text = await shown(cluster, 'default_node_pool', 3);
    assert.ok(text.includes('|  | **ops** | apps | apps-prod |'), text);
    assert.ok(text.includes('| `max_size` | `2`→52 | `9`→39 | `18`→21 |'), text);
    assert.ok(
      text.includes(
        '| `metadata_options.http_tokens` | `"required"`→29 *inherited* | `"required"`→29 *inherited* | `"required"`→29 |',
      ),
      text,
    );
  });

  it('on an environment shows what it inherits, overrides and adds, and its effective configuration', async () => {
    const text = await shown(cluster, 'ops = {');
    assert.ok(
      text.startsWith('**ops** · inherits 11 from apps-prod, overrides 6\n\n| Attribute | Value | Instead of |'),
      text,
    );
    assert.ok(text.includes('| `default_node_pool.min_size`→51 | `1` | `3`→20 |'), text);
    assert.ok(text.includes('Effective configuration (17 attributes)\n\n```terraform\n{\n  base_domain '), text);
    assert.match(
      await shown(cluster, 'apps-prod = {'),
      /^\*\*apps-prod\*\* · the base environment: ops, apps inherit from it\./,
    );
  });

  it("on a module's label shows its kind and version", async () => {
    const text = await shown(cluster, '"eks_gc0_eu-west-1"');
    assert.ok(text.startsWith('**eks_gc0_eu-west-1** · Cluster on EKS\n\n'), text);
    assert.ok(text.includes('- Base environment: `apps-prod`'), text);
    assert.ok(text.includes('- Source: `./vendor/terraform-kubestack/aws/cluster`'), text);
  });

  it('on the base key shows which environments inherit', async () => {
    const text = await shown(cluster, 'configuration_base_key');
    assert.ok(text.startsWith('**Base environment** `apps-prod`\n\n`ops`, `apps` inherit '), text);
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

  it('on a service in a local module shows the clusters that call it', async () => {
    const text = await shown(uriOf('modules/ingress_nginx/main.tf'), 'replicas', 3);
    assert.ok(text.startsWith('**replicas**'), text);
    assert.ok(text.includes('| ops | `[{ count = 1, name = "ingress-nginx-controller" }]` |'), text);
    assert.ok(
      text.endsWith(
        'Shown for `module.eks_gc0_eu-west-1_feature_ingress_nginx.module.ingress_nginx`, one of 3 calls of this module.',
      ),
      text,
    );
  });

  it('has the range of the name', async () => {
    const { hover, document } = await hoverAt(cluster, 'name_prefix');
    assert.equal(document.getText(hover?.range), 'name_prefix');
  });

  it('is empty elsewhere', async () => {
    for (const [uri, word] of [
      [cluster, '# Half the machines'],
      [uriOf('variables.tf'), 'description'],
      [uriOf('state.tf'), 'backend'],
    ] as const) {
      assert.equal((await hoverAt(uri, word)).hover, null, word);
    }
  });

  it('is plain text for clients without Markdown', async () => {
    const plain = await LanguageServer.start({
      folder: sample,
      capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } },
    });
    try {
      const { hover } = await hoverAt(cluster, 'cluster_version', 1, plain);
      const { kind, value } = hover?.contents as MarkupContent;
      assert.equal(kind, 'plaintext');
      assert.doesNotMatch(value, /\*\*|`|\]\(|\| ---|\\_/);
      assert.match(value, /^cluster_version · string\n/);
    } finally {
      assert.equal(await plain.stop(), 0);
    }
  });
});
