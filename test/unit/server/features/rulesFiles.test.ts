import assert from 'node:assert/strict';
import type { Hover, MarkupContent, Position } from 'vscode-languageserver-types';
import { now } from '../../../../common/now';
import { codeLenses, resolveCodeLens } from '../../../../server/features/display/codeLenses';
import { formatDocument } from '../../../../server/features/formatting';
import { hover } from '../../../../server/features/hover/hover';
import { definition } from '../../../../server/features/navigation/definition';
import { PREVIEW_RULE, previewRule } from '../../../../server/features/rulesFiles';
import { workspaceOf } from '../../../support/testWorkspace';

const PLATFORM = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = {
      name_prefix                = "gc0"
      cluster_availability_zones = ["eu-west-1a"]
    }
    ops = {
      cluster_availability_zones = var.zones
    }
  }
}
`;
const RULES = `locals {
  least = 3
}

rule "zones" {
  description  = "Clusters survive the loss of a zone."
  target       = "cluster"
  environments = ["apps", "ops"]
  enforce {
    condition     = length(attributes.cluster_availability_zones) >= local.least
    error_message = "Only \${length(attributes.cluster_availability_zones)} zone."
  }
}

rule_test "one" {
  rule       = "zones"
  attributes = { cluster_availability_zones = ["a"] }
  expect     = "fail"
}
`;
const FILE = 'rules/team.rules.hcl';

/** The position in the n-th occurrence of a text. */
function positionOf(text: string, occurrence = 0, within = 1): Position {
  let at = -1;
  for (let index = 0; index <= occurrence; index++) at = RULES.indexOf(text, at + 1);
  const before = RULES.slice(0, at + within).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

async function opened() {
  const { snapshot, uri } = await workspaceOf({ 'main.tf': PLATFORM, [FILE]: RULES });
  return { snapshot, file: uri(FILE), main: uri('main.tf') };
}

const textOf = (found: Hover | null): string => (found?.contents as MarkupContent | undefined)?.value ?? '';

describe('a file with rules in the editor', () => {
  it('shows what its names mean', async () => {
    const { snapshot, file } = await opened();
    const at = (position: Position): string => textOf(hover(snapshot, file, position));
    assert.match(at(positionOf('"zones"')), /rule:zones[^]*cluster[^]*error[^]*Clusters survive the loss of a zone\./);
    assert.match(at(positionOf('"zones"', 1)), /Clusters survive/);
    assert.match(at(positionOf('cluster_availability_zones', 0, 9)), /`cluster_availability_zones`\n\n.+/);
    assert.match(at(positionOf('local.least', 0, 8)), /```terraform\n3\n```/);
    assert.match(at(positionOf('length')), /length\(/);
    assert.equal(at(positionOf('enforce')), '');
  });

  it('leads to declarations, and to the configuration', async () => {
    const { snapshot, file, main } = await opened();
    const targets = (position: Position): string[] =>
      (definition(snapshot, file, position, false) ?? []).map(each => {
        const { uri, range } = each as { uri: string; range: { start: Position } };
        return `${uri === main ? 'main.tf' : FILE}:${range.start.line + 1}`;
      });
    assert.deepEqual(targets(positionOf('"zones"', 1)), [`${FILE}:5`]);
    assert.deepEqual(targets(positionOf('local.least', 0, 8)), [`${FILE}:2`]);
    assert.deepEqual(targets(positionOf('"ops"')), ['main.tf:8']);
    assert.deepEqual(targets(positionOf('cluster_availability_zones', 0, 3)), ['main.tf:6']);
    assert.deepEqual(targets(positionOf('expect')), []);
  });

  it('is formatted like configuration', async () => {
    const { snapshot, uri } = await workspaceOf({ 'main.tf': PLATFORM, 'a.rules.hcl': 'locals {\na = 1\n}\n' });
    const edits = now(formatDocument(snapshot, uri('a.rules.hcl'))) ?? [];
    assert.deepEqual(
      edits.map(({ newText, range }) => [range.start.line, newText]),
      [[1, '  ']],
    );
  });

  it('says above each rule how many targets it has and how many break it, and previews them', async () => {
    const { snapshot, file } = await opened();
    const [lens, ...others] = codeLenses(snapshot, file, [PREVIEW_RULE]) ?? [];
    assert.equal(others.length, 0);
    const { command } = now(resolveCodeLens(snapshot, lens!));
    assert.equal(command?.title, 'targets: 1 · broken: 1');
    assert.deepEqual(command.arguments, [{ uri: file, name: 'zones' }]);
    assert.equal(
      now(previewRule(snapshot, { uri: file, name: 'zones' }))?.markdown,
      `Clusters survive the loss of a zone.

| Target | Environment | Result | Values |
| --- | --- | --- | --- |
| \`module.eks_gc0_eu-west-1\` | \`ops\` | known only after a plan | \`cluster_availability_zones = var.zones\` |
| \`module.eks_gc0_eu-west-1\` | \`apps\` | **broken**: Only 1 zone. | \`cluster_availability_zones = ["eu-west-1a"]\` |`,
    );
    assert.equal(now(previewRule(snapshot, { uri: file, name: 'other' })), null);
    assert.equal(codeLenses(snapshot, file, []), null);
  });
});
