/** What terraform's own blocks take. Source: Terraform's language documentation; providers as Kubestack platforms configure them. */
import { ownProperty } from '../../../common/ownProperty';

export interface BlockArgument {
  readonly name: string;
  readonly documentation: string;
  /** With tab stops. */
  readonly snippet: string;
  readonly required?: boolean;
  /** May stand there several times. */
  readonly repeated?: boolean;
}

export interface BlockType {
  readonly documentation: string;
  readonly snippet: string;
}

/** Blocks at the top of a file. */
export const BLOCK_TYPES: Readonly<Record<string, BlockType>> = {
  module: { documentation: 'Calls a module.', snippet: 'module "${1:name}" {\n  source = "$2"\n\n  $0\n}' },
  variable: {
    documentation: 'An input of this module.',
    snippet: 'variable "${1:name}" {\n  type = ${2:string}\n  $0\n}',
  },
  locals: { documentation: 'Names for expressions.', snippet: 'locals {\n  $0\n}' },
  provider: { documentation: 'Configures a provider.', snippet: 'provider "${1:name}" {\n  $0\n}' },
  output: {
    documentation: 'A value that this module gives to its caller.',
    snippet: 'output "${1:name}" {\n  value = $0\n}',
  },
  terraform: { documentation: 'Settings of terraform: versions, providers, state.', snippet: 'terraform {\n  $0\n}' },
  resource: {
    documentation: 'Something that terraform manages.',
    snippet: 'resource "${1:type}" "${2:name}" {\n  $0\n}',
  },
  data: { documentation: 'Something that terraform reads.', snippet: 'data "${1:type}" "${2:name}" {\n  $0\n}' },
  moved: {
    documentation: 'Tells that something has another address now.',
    snippet: 'moved {\n  from = $1\n  to   = $2\n}',
  },
  import: {
    documentation: 'Takes something that exists under management.',
    snippet: 'import {\n  to = $1\n  id = "$2"\n}',
  },
  removed: {
    documentation: 'Takes something out of management.',
    snippet: 'removed {\n  from = $1\n\n  lifecycle {\n    destroy = ${2|false,true|}\n  }\n}',
  },
  check: {
    documentation: 'Assertions about the whole.',
    snippet: 'check "${1:name}" {\n  assert {\n    condition     = $2\n    error_message = "$3"\n  }\n}',
  },
};

const CONDITION: readonly BlockArgument[] = [
  { name: 'condition', documentation: 'True when all is well.', snippet: 'condition = $1', required: true },
  { name: 'error_message', documentation: 'What is told otherwise.', snippet: 'error_message = "$1"', required: true },
];
const ALIAS: BlockArgument = {
  name: 'alias',
  documentation: 'The name of this configuration of the provider. In Kubestack it is the name of the cluster.',
  snippet: 'alias = "$1"',
};

/** By the types of the blocks around, separated by blanks; providers with their name. */
const ARGUMENTS: Readonly<Record<string, readonly BlockArgument[]>> = {
  variable: [
    { name: 'type', documentation: 'What values the variable takes.', snippet: 'type = ${1:string}' },
    {
      name: 'default',
      documentation: 'Its value where none is given; without one it is required.',
      snippet: 'default = $1',
    },
    { name: 'description', documentation: 'What the variable is for.', snippet: 'description = "$1"' },
    {
      name: 'nullable',
      documentation: 'Whether null is a value of its own. Otherwise it means the default.',
      snippet: 'nullable = ${1|false,true|}',
    },
    { name: 'sensitive', documentation: 'Whether terraform hides the value.', snippet: 'sensitive = ${1|true,false|}' },
    {
      name: 'ephemeral',
      documentation: 'Whether the value stays out of state and plan.',
      snippet: 'ephemeral = ${1|true,false|}',
    },
    {
      name: 'validation',
      documentation: 'A condition that values have to meet.',
      snippet: 'validation {\n  condition     = $1\n  error_message = "$2"\n}',
      repeated: true,
    },
  ],
  'variable validation': CONDITION,
  output: [
    { name: 'value', documentation: 'What the output gives.', snippet: 'value = $1', required: true },
    { name: 'description', documentation: 'What the output is.', snippet: 'description = "$1"' },
    { name: 'sensitive', documentation: 'Whether terraform hides the value.', snippet: 'sensitive = ${1|true,false|}' },
    {
      name: 'ephemeral',
      documentation: 'Whether the value stays out of state and plan.',
      snippet: 'ephemeral = ${1|true,false|}',
    },
    { name: 'depends_on', documentation: 'The output waits for these.', snippet: 'depends_on = [$1]' },
    {
      name: 'precondition',
      documentation: 'A condition that must hold before the output is stored.',
      snippet: 'precondition {\n  condition     = $1\n  error_message = "$2"\n}',
      repeated: true,
    },
  ],
  'output precondition': CONDITION,
  terraform: [
    {
      name: 'required_version',
      documentation: 'Versions of terraform that can be used.',
      snippet: 'required_version = "$1"',
    },
    {
      name: 'required_providers',
      documentation: 'Providers with their sources and versions.',
      snippet: 'required_providers {\n  $1\n}',
    },
    {
      name: 'backend',
      documentation: 'Where the state is kept.',
      snippet: 'backend "${1|s3,gcs,azurerm|}" {\n  $2\n}',
    },
    { name: 'cloud', documentation: 'Keeps the state in HCP Terraform.', snippet: 'cloud {\n  $1\n}' },
  ],
  provider: [ALIAS],
  'provider aws': [
    ALIAS,
    {
      name: 'region',
      documentation: 'The region of the cluster: it is part of its name.',
      snippet: 'region = "$1"',
      required: true,
    },
  ],
  'provider google': [
    ALIAS,
    { name: 'project', documentation: 'The project.', snippet: 'project = "$1"' },
    { name: 'region', documentation: 'The region.', snippet: 'region = "$1"' },
  ],
  'provider azurerm': [
    ALIAS,
    {
      name: 'features',
      documentation: 'The provider insists on this block, also when it is empty.',
      snippet: 'features {}',
      required: true,
    },
  ],
  'provider scaleway': [
    ALIAS,
    {
      name: 'region',
      documentation: 'The region of the cluster, the same as in its configuration.',
      snippet: 'region = "$1"',
      required: true,
    },
    { name: 'organization_id', documentation: 'The organization.', snippet: 'organization_id = "$1"' },
    { name: 'project_id', documentation: 'The project.', snippet: 'project_id = "$1"' },
  ],
  'provider kustomization': [
    ALIAS,
    { name: 'kubeconfig_raw', documentation: 'The kubeconfig of the cluster.', snippet: 'kubeconfig_raw = $1' },
  ],
  'provider kubernetes': [
    ALIAS,
    { name: 'host', documentation: 'Address of the API server.', snippet: 'host = $1' },
    {
      name: 'cluster_ca_certificate',
      documentation: 'Certificate of the authority that signs for the API server.',
      snippet: 'cluster_ca_certificate = $1',
    },
    {
      name: 'token',
      documentation: 'The token. AKS has none: use its client certificate and key.',
      snippet: 'token = $1',
    },
    { name: 'client_certificate', documentation: 'The client certificate.', snippet: 'client_certificate = $1' },
    { name: 'client_key', documentation: 'The key of the client certificate.', snippet: 'client_key = $1' },
  ],
};

/** Sources of the providers that platforms need. See docs/kubestack.md#providers. */
export const PROVIDER_SOURCES: Readonly<Record<string, string>> = {
  kustomization: 'kbst/kustomization',
  kubernetes: 'hashicorp/kubernetes',
  aws: 'hashicorp/aws',
  azurerm: 'hashicorp/azurerm',
  google: 'hashicorp/google',
  scaleway: 'scaleway/scaleway',
};

export const BACKEND_ARGUMENTS: readonly string[] = ['s3', 'gcs', 'azurerm', 'local', 'http', 'kubernetes', 'remote'];

export const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  bool: 'bool',
  any: 'any',
  list: 'list(${1:string})',
  set: 'set(${1:string})',
  map: 'map(${1:string})',
  object: 'object({\n  $1\n})',
  tuple: 'tuple([$1])',
  optional: 'optional($1)',
};

/** @param types of the blocks around the place, outermost first @param label of the innermost */
export function argumentsOf(types: readonly string[], label: string | undefined): readonly BlockArgument[] {
  const key = types.join(' ');
  return ownProperty(ARGUMENTS, `${key} ${label ?? ''}`.trim()) ?? ownProperty(ARGUMENTS, key) ?? [];
}
