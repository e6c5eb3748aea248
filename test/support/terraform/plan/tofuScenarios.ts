// Scenarios in which the output of OpenTofu differs from Terraform's, for the real program and for recordings.
import type { PlanFolder } from './planFolder';

export interface TofuScenario {
  readonly name: string;
  /** Files of the root module. The workspace `ops` exists by default. */
  readonly files: Readonly<Record<string, string>>;
  /** The result, without parts that depend on the folder. */
  readonly outcome: (folder: PlanFolder, executable: string) => Promise<unknown>;
  readonly expected: unknown;
}

const OPS = { 'terraform.tfstate.d/ops/.keep': '' };
const RESOURCE = 'resource "terraform_data" "a" {\n  input = terraform.workspace\n}\n';

const plan = async (folder: PlanFolder, executable: string): Promise<unknown> => {
  const outcome = await folder.runner.plan({ ...folder.request('ops'), executable });
  if (outcome.kind === 'planned') {
    const { product, changes } = outcome.plan;
    return [outcome.kind, product, changes.map(({ action, address }) => `${action} ${address}`)];
  }
  if (outcome.kind === 'initializationNeeded') return [outcome.kind, outcome.reason];
  if (outcome.kind === 'errors')
    return [outcome.kind, outcome.diagnostics.map(({ summary, range }) => [summary, range])];
  return outcome;
};

export const TOFU_SCENARIOS: readonly TofuScenario[] = [
  {
    name: 'a plan',
    files: { ...OPS, 'main.tf': RESOURCE },
    outcome: plan,
    expected: ['planned', 'tofu', ['create terraform_data.a']],
  },
  {
    name: 'a workspace that is missing',
    files: { 'terraform.tfstate.d/apps/.keep': '', 'main.tf': RESOURCE },
    outcome: plan,
    expected: { kind: 'workspaceMissing', workspaces: ['default', 'apps'] },
  },
  {
    name: 'modules that are not installed',
    files: { ...OPS, 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': RESOURCE },
    outcome: plan,
    expected: ['initializationNeeded', 'modules'],
  },
  {
    name: 'a backend that is not initialized',
    files: { ...OPS, 'main.tf': 'terraform {\n  backend "local" {\n    path = "own.tfstate"\n  }\n}\n' },
    outcome: plan,
    expected: ['initializationNeeded', 'backend'],
  },
  {
    name: 'a provider of its registry that is not installed',
    files: { ...OPS, 'main.tf': 'resource "aws_vpc" "a" {}\n' },
    outcome: plan,
    expected: ['initializationNeeded', 'providers'],
  },
  {
    name: 'a lock file that lacks a provider of its registry',
    files: {
      ...OPS,
      'main.tf':
        'terraform {\n  required_providers {\n    own = {\n      source = "acme/own"\n    }\n  }\n}\n\nresource "own_thing" "a" {}\n',
      '.terraform.lock.hcl':
        'provider "registry.opentofu.org/acme/own" {\n  version = "1.0.0"\n  hashes  = ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]\n}\n',
    },
    outcome: plan,
    expected: ['initializationNeeded', 'providers'],
  },
  {
    name: 'a mistake in the configuration',
    files: { ...OPS, 'main.tf': 'resource "terraform_data" "a" {\n  input = var.nothing\n}\n' },
    outcome: plan,
    expected: [
      'errors',
      [
        [
          'Reference to undeclared input variable',
          { start: { line: 1, character: 10 }, end: { line: 1, character: 21 } },
        ],
      ],
    ],
  },
  {
    name: 'a source that is computed from a variable without a value',
    files: { ...OPS, 'main.tf': 'variable "at" {}\n\nmodule "m" {\n  source = var.at\n}\n' },
    outcome: plan,
    expected: ['initializationNeeded', 'modules'],
  },
  {
    name: 'an initialization',
    files: { ...OPS, 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': RESOURCE },
    outcome: (folder, executable) => folder.runner.initialize({ ...folder.request('ops'), executable }),
    expected: { kind: 'initialized' },
  },
  {
    name: 'a validation',
    files: { ...OPS, 'main.tf': 'resource "terraform_data" "a" {\n  nothing = 1\n}\n' },
    outcome: async (folder, executable) => {
      const outcome = await folder.runner.validate({ ...folder.request('ops'), executable });
      return outcome.kind === 'invalid' ? outcome.diagnostics.map(({ summary }) => summary) : outcome;
    },
    expected: ['Unsupported argument'],
  },
];
