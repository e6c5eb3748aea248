import assert from 'node:assert/strict';
import type { CodeLens, Hover } from 'vscode-languageserver-types';
import type { RulesVerdict } from '../../common/rules/rules';
import type { RulesResult } from '../../common/rules/rulesParams';
import type { RulePreview } from '../../common/rules/rulesParams';
import { LanguageServer } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const main = (zones: number): string => `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = {
      name_prefix                = "gc0"
      cluster_availability_zones = ${JSON.stringify(['a', 'b', 'c'].slice(0, zones))}
    }
    ops = {}
  }
}
`;
const RULES = `rule "zones" {
  target = "cluster"
  enforce {
    condition     = length(attributes.cluster_availability_zones) >= 3
    error_message = "Too few zones."
  }
}

freeze "launch" {
  environments = ["apps"]
  from         = "2020-01-01"
  until        = "2199-01-01"
  reason       = "The launch"
}
`;

describe('rules over the protocol', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;

  before(async () => {
    folder = new TemporaryFolder({ 'main.tf': main(1), 'team.rules.hcl': RULES });
    server = await LanguageServer.start({
      folder: folder.path,
      initializationOptions: { commands: ['kubestack.previewRule'] },
    });
  });
  after(async () => {
    await server.stop();
    folder.delete();
  });

  const files = (text: string): object => ({ kind: 'files', files: { 'main.tf': text, 'team.rules.hcl': RULES } });
  const judged = (environment: string, after: object, before: object): Promise<RulesResult> =>
    server.request('kubestack/rules', { uri: folder.uri(), environment, after, before });
  const verdict = async (environment: string, text: string): Promise<RulesVerdict> => {
    const result = await judged(environment, files(text), files(main(3)));
    assert.ok(result.verdict);
    return result.verdict;
  };

  it('judge what is promoted, and not the files that are open', async () => {
    const { broken, freezes, invalid } = await verdict('apps', main(2));
    assert.deepEqual(
      broken.map(({ name, environments, subject }) => [name, environments, subject]),
      [['zones', ['apps'], 'module.eks_gc0_eu-west-1']],
    );
    assert.deepEqual(
      freezes.map(({ name, reason, until }) => [name, reason, until]),
      [['launch', 'The launch', '2199-01-01T00:00:00.000Z']],
    );
    assert.deepEqual(invalid, []);
    const kept = await verdict('ops', main(3));
    assert.deepEqual([kept.broken, kept.freezes], [[], []]);
  });

  it('receive the files of a revision once, and say nothing without rules', async () => {
    const [after, before] = [
      { kind: 'sent', id: 'two' },
      { kind: 'sent', id: 'three' },
    ];
    assert.deepEqual(await judged('apps', after, before), { needs: ['two', 'three'] });
    await judged('apps', { ...files(main(2)), id: 'two' }, { ...files(main(3)), id: 'three' });
    assert.equal((await judged('apps', after, before)).verdict?.broken.length, 1);
    const without = { kind: 'files', files: { 'main.tf': main(2) } };
    assert.deepEqual(await judged('apps', without, without), {});
  });

  it('stop a promotion if they exist and can not be read', async () => {
    const unreadable = (file: unknown): object => ({
      kind: 'files',
      files: { 'main.tf': main(3), 'team.rules.hcl': file },
    });
    for (const refusal of ['tooLarge', 'missingObject']) {
      const { verdict } = await judged('apps', unreadable({ refusal }), files(main(3)));
      assert.match(verdict?.invalid.join('\n') ?? '', /^team\.rules\.hcl:1: This file can't be read: /);
    }
    const { verdict: binary } = await judged('apps', unreadable({ link: 'nowhere.hcl' }), files(main(3)));
    assert.deepEqual(binary?.invalid, ["team.rules.hcl:1: This file can't be read."]);
  });

  it('have a code lens, whose command shows the targets, and hovers', async () => {
    const uri = folder.uri('team.rules.hcl');
    const textDocument = { uri };
    const [lens] = await server.request<CodeLens[]>('textDocument/codeLens', { textDocument });
    const { command } = await server.request<CodeLens>('codeLens/resolve', lens);
    assert.equal(command?.title, 'targets: 1 · broken: 1');
    const [argument] = command.arguments as object[];
    const { markdown } = (await server.request<RulePreview | null>('kubestack/rulePreview', argument))!;
    assert.match(markdown, /\| `module\.eks_gc0_eu-west-1` \| `apps` \| \*\*broken\*\*: Too few zones\. \|/);
    const hover = await server.request<Hover | null>('textDocument/hover', {
      textDocument,
      position: { line: 0, character: 7 },
    });
    assert.match(JSON.stringify(hover?.contents), /rule:zones/);
    assert.equal(await server.request('kubestack/rulePreview', { uri, name: 'other' }), null);
  });
});
