import * as assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { clusterText } from '../support/server/clusterText';
import { LanguageServer } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

/** Code → a text, the range of the diagnostic in it, and the message. */
const cases: readonly { code: string; text: string; covers: string; message: string; severity?: number }[] = [
  {
    code: 'syntax',
    text: clusterText('name_prefix = "gc0" "gc1"'),
    covers: '"',
    message: 'A newline or comma is required between attributes.',
  },
  {
    code: 'KS001',
    text: `locals {\n  a = local.b\n  b = local.a\n}\n\n${clusterText('name_prefix = local.a')}`,
    covers: 'local.a',
    message: 'local.a depends on itself: local.a → local.b → local.a.',
  },
  {
    code: 'KS001',
    text: clusterText('name_prefix = module.eks_gc0_eu-west-1.current_config["base_domain"]'),
    covers: 'module.eks_gc0_eu-west-1.current_config',
    message: 'module.eks_gc0_eu-west-1 depends on itself: module.eks_gc0_eu-west-1 → module.eks_gc0_eu-west-1.',
  },
  {
    code: 'KS002',
    text: clusterText('name_prefix = ["gc0"]'),
    covers: '["gc0"]',
    message: '"name_prefix" in "apps" has a value of the wrong type: element "name_prefix": string required.',
  },
  {
    code: 'KS003',
    text: clusterText('name_prefix = uper("gc0")'),
    covers: 'uper',
    message: 'There is no function "uper". Did you mean "upper"?',
  },
  {
    code: 'KS003',
    text: clusterText('name_prefix = local.nowhere'),
    covers: 'local.nowhere',
    message: '"local.nowhere" is not declared in this module.',
  },
  {
    code: 'KS004',
    text: clusterText(
      'name_prefix = length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]])',
    ),
    covers: '',
    message: "This takes too long to evaluate. Values that depend on it can't be shown.",
    severity: 3,
  },
  {
    code: 'KS005',
    text: clusterText('name_prefix = "gc0"').replace(/ops = \{\s*\}/, 'ops = null'),
    covers: 'ops = null',
    message: 'The environment "ops" is null. To inherit everything, write ops = {}.',
  },
  {
    code: 'KS006',
    text: `variable "given" {}\n\n${clusterText('name_prefix = "gc0"').replace(/configuration = \{[^]*/, 'configuration = var.given\n}\n')}`,
    covers: 'var.given',
    message: "The configuration is not known before a plan. Its environments can't be shown here.",
    severity: 2,
  },
  {
    code: 'KS201',
    text: clusterText('name_prefix = "gc0"').replace(
      '  configuration',
      '  configuration_base_key = "prod"\n  configuration',
    ),
    covers: '"prod"',
    message:
      'The base environment "prod" is not one of the environments ("apps", "ops"): every other environment inherits from it.',
  },
];

describe('diagnostics of each kind', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;

  before(async () => {
    folder = new TemporaryFolder();
    server = await LanguageServer.start({ folder: folder.path });
  });

  after(async () => {
    assert.equal(await server.stop(), 0);
    folder.delete();
  });

  for (const [index, { code, text, covers, message, severity = 1 }] of cases.entries()) {
    it(`${code}: ${message}`, async () => {
      const uri = folder.uri(`${index}/main.tf`);
      await server.open(uri, text);
      const found = await server.diagnostics(uri, all => all.length > 0);
      const document = TextDocument.create(uri, 'terraform', 1, text);
      assert.deepEqual(
        found.map(each => [each.code, each.message, each.severity, each.source]),
        [[code, message, severity, 'kubestack']],
      );
      const [{ range, codeDescription } = { range: undefined, codeDescription: undefined }] = found;
      if (covers !== '') assert.equal(document.getText(range), covers);
      assert.match(codeDescription?.href ?? '', new RegExp(`^https://.*/docs/checks/${code}\\.md$`));
      await server.close(uri);
      await server.diagnostics(uri, all => all.length === 0);
      server.forgetNotifications();
    });
  }

  it('are reported at the mistake, also in a closed file, with the modules that use the value', async () => {
    const uri = folder.write('cluster.tf', clusterText('name_prefix = local.a'));
    const locals = folder.write('locals.tf', 'locals {\n  a = uper("x")\n}\n');
    await server.filesChanged([{ uri: locals, type: 1 }]);
    await server.open(uri, folder.read('cluster.tf'));
    const [found] = await server.diagnostics(locals, all => all.length > 0);
    assert.deepEqual(found?.range, { start: { line: 1, character: 6 }, end: { line: 1, character: 10 } });
    assert.deepEqual(
      found?.relatedInformation?.map(({ location }) => location),
      [{ uri, range: { start: { line: 0, character: 7 }, end: { line: 0, character: 26 } } }],
    );
  });
});
