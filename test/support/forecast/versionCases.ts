// Changes whose plan depends on the version of Terraform or OpenTofu.
import type { CaseFiles } from './forecastCase';

/** Files that say which program and version plans. */
const VERSIONS = {
  openTofu12: { Dockerfile: 'FROM ghcr.io/kbst/terraform-kubestack/dev:main\n', required: '>= 1.12' },
  openTofu11: { Dockerfile: 'FROM ghcr.io/kbst/terraform-kubestack/dev:main\n', required: '~> 1.11.5' },
  terraform: { Dockerfile: 'FROM kubestack/framework:v0.19.2-beta.0\n', required: '>= 1.5' },
} as const;

export interface VersionCase {
  readonly title: string;
  readonly version: keyof typeof VERSIONS;
  readonly before: string;
  readonly after: string;
  /** The actions of the forecast by address; resources without a change are left out. */
  readonly actions: Readonly<Record<string, string>>;
  /** The error of the plan. */
  readonly refused?: RegExp;
}

export const versionFiles = (text: string, version: keyof typeof VERSIONS): CaseFiles => ({
  'main.tf': text,
  'versions.tf': `terraform {\n  required_version = "${VERSIONS[version].required}"\n}\n`,
  'child/main.tf':
    'resource "stub_role" "inner" {\n  name = "inner"\n}\n\noutput "name" {\n  value = stub_role.inner.name\n}\n',
  Dockerfile: VERSIONS[version].Dockerfile,
});

const triggered = (name: string): string => `resource "stub_role" "node" {
  name = "${name}"
}

resource "stub_config" "c" {
  name = "c"

  lifecycle {
    replace_triggered_by = [stub_role.node]
  }
}
`;

const counted = (count: number): string => `resource "stub_role" "node" {
  count = ${count}
  name  = "n${'${count.index}'}"

  lifecycle {
    prevent_destroy = true
  }
}
`;

const enabled = (value: string): string => `locals {
  isOn = ${value}
}

resource "stub_role" "node" {
  name = "n"

  lifecycle {
    enabled = local.isOn
  }
}

resource "stub_config" "c" {
  name    = "c"
  content = stub_role.node != null ? "on" : "off"
}
`;

const enabledModule = (value: string): string => `module "child" {
  source = "./child"

  lifecycle {
    enabled = ${value}
  }
}
`;

const protectedRole = (name: string, value: string): string => `locals {
  protects = ${value}
}

resource "stub_role" "node" {
  name = "${name}"

  lifecycle {
    prevent_destroy = local.protects
  }
}
`;

const kept = (value: string, destroy = 'false'): string => `locals {
  destroys = false
}

resource "stub_role" "node" {
  name = "n"

  lifecycle {
    enabled = ${value}
    destroy = ${destroy}
  }
}
`;

const both = { 'stub_role.node': 'replace', 'stub_config.c': 'replace' };

export const VERSION_CASES: readonly VersionCase[] = [
  {
    title: 'a replaced resource replaces what it triggers since OpenTofu 1.12',
    version: 'openTofu12',
    before: triggered('a'),
    after: triggered('b'),
    actions: both,
  },
  {
    title: 'a replaced resource replaces what it triggers in every Terraform',
    version: 'terraform',
    before: triggered('a'),
    after: triggered('b'),
    actions: both,
  },
  {
    title: 'before OpenTofu 1.12, only an update triggers',
    version: 'openTofu11',
    before: triggered('a'),
    after: triggered('b'),
    actions: { 'stub_role.node': 'replace' },
  },
  {
    title: 'a resource that is no longer enabled is destroyed, and null',
    version: 'openTofu12',
    before: enabled('true'),
    after: enabled('false'),
    actions: { 'stub_role.node': 'destroy', 'stub_config.c': 'update' },
  },
  {
    title: 'a resource that becomes enabled is created',
    version: 'openTofu12',
    before: enabled('false'),
    after: enabled('true'),
    actions: { 'stub_role.node': 'create', 'stub_config.c': 'update' },
  },
  {
    title: 'a module that is no longer enabled is destroyed',
    version: 'openTofu12',
    before: enabledModule('true'),
    after: enabledModule('false'),
    actions: { 'module.child.stub_role.inner': 'destroy' },
  },
  {
    title: 'a replacement is refused if an expression of prevent_destroy is true',
    version: 'openTofu12',
    before: protectedRole('a', 'true'),
    after: protectedRole('b', 'true'),
    actions: { 'stub_role.node': 'replace' },
    refused: /prevent_destroy/,
  },
  {
    title: 'an instance with prevent_destroy can not be counted away',
    version: 'openTofu12',
    before: counted(2),
    after: counted(1),
    actions: { 'stub_role.node[1]': 'destroy' },
    refused: /stub_role\.node\[1\].*prevent_destroy/,
  },
  {
    title: 'prevent_destroy goes with its block',
    version: 'openTofu12',
    before: counted(1),
    after: '',
    actions: { 'stub_role.node[0]': 'destroy' },
  },
  {
    title: 'a replacement is planned if an expression of prevent_destroy is false',
    version: 'openTofu12',
    before: protectedRole('a', 'false'),
    after: protectedRole('b', 'false'),
    actions: { 'stub_role.node': 'replace' },
  },
  {
    title: 'an object with destroy = false is only removed from the state',
    version: 'openTofu12',
    before: kept('true'),
    after: kept('false'),
    actions: {},
  },
  {
    title: 'a reference in destroy of a lifecycle is refused',
    version: 'openTofu12',
    before: kept('true'),
    after: kept('false', 'local.destroys'),
    actions: { 'stub_role.node': 'destroy' },
    refused: /lifecycle.*destroy|"destroy" of its lifecycle/s,
  },
];
