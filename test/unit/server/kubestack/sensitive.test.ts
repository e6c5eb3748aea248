import { now } from '../../../../common/now';
import { strict as assert } from 'node:assert';
import { effectiveConfiguration } from '../../../../server/features/effective/effectiveConfiguration';
import { effectiveDocument } from '../../../../server/features/effective/effectiveDocument';
import { evaluatorDiagnostics } from '../../../support/checks/evaluatorDiagnostics';
import { hover } from '../../../../server/features/hover/hover';
import { platforms } from '../../../../server/features/effective/platforms';
import { workspaceOf } from '../../../support/testWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

const SECRET = 'hunter2';
const DECLARATIONS = `
variable "s" {
  sensitive = true
  default   = "${SECRET}"
}
variable "m" {
  sensitive = true
  default   = { name_prefix = "${SECRET}", region = "${SECRET}" }
}
variable "c" {
  sensitive = true
  default   = { apps = { region = "${SECRET}" }, ops = {} }
}
`;

/** All answers about a call. */
async function allAnswers(path: string, argumentsText: string): Promise<string> {
  const text = `module "gke_a_b" {\n  source = "${framework(path)}"\n${argumentsText}\n}\n${DECLARATIONS}`;
  const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
  const lines = text
    .split('\n')
    .flatMap((line, index) => [...line].map((_, character) => ({ line: index, character })));
  return JSON.stringify([
    effectiveConfiguration(snapshot, uri('main.tf')),
    ['apps', 'ops'].map(environment => now(effectiveDocument(snapshot, uri(''), environment))),
    evaluatorDiagnostics(snapshot, uri('main.tf')),
    now(platforms(snapshot)),
    lines.filter(({ line }) => line < 12).map(position => hover(snapshot, uri('main.tf'), position)),
  ]);
}

describe('sensitive values are never shown:', () => {
  const cases: Readonly<Record<string, readonly [path: string, text: string]>> = {
    'an attribute': ['google/cluster', 'configuration = { apps = { region = var.s }, ops = { region = "x" } }'],
    'a part of a text': ['google/cluster', 'configuration = { apps = { region = "a-${var.s}" }, ops = {} }'],
    'the parts of a name': [
      'google/cluster',
      'configuration = { apps = { name_prefix = var.s, base_domain = "${var.s}.com", region = var.s }, ops = {} }',
    ],
    'a map that merges': [
      'kustomization/overlay',
      'configuration = { apps = { common_labels = var.m }, ops = { common_labels = { a = "x" } } }',
    ],
    'a map that overrides': [
      'kustomization/overlay',
      'configuration = { apps = { common_labels = { a = "x" } }, ops = { common_labels = var.m } }',
    ],
    'an object': [
      'google/cluster',
      'configuration = { apps = { default_node_pool = { machine_type = var.s } }, ops = { default_node_pool = {} } }',
    ],
    'an environment': ['google/cluster', 'configuration = { apps = var.m, ops = { region = "x" } }'],
    'a whole configuration': ['google/cluster', 'configuration = var.c'],
    'a base key': ['google/cluster', 'configuration_base_key = var.s\nconfiguration = { apps = {}, ops = {} }'],
    'a key': ['google/cluster', 'configuration = { (var.s) = {}, apps = {}, ops = {} }'],
  };
  for (const [name, [path, text]] of Object.entries(cases)) {
    it(name, async () => {
      const answers = await allAnswers(path, text);
      const at = answers.indexOf(SECRET);
      assert(at < 0, answers.slice(Math.max(0, at - 200), at + 40));
    });
  }
});
