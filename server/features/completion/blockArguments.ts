/** Arguments of terraform's own blocks. Source: Terraform's language documentation; for providers, the usual configuration in Kubestack platforms. */
import { type Localizable, localizable } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';

export interface BlockArgument {
  readonly name: string;
  readonly documentation: Localizable;
  /** Text with tab stops. */
  readonly snippet: string;
  readonly required?: boolean;
  /** Whether it can occur several times. */
  readonly repeated?: boolean;
}

export interface BlockType {
  readonly documentation: Localizable;
  readonly snippet: string;
}

/** Blocks at the top of a file. */
export const BLOCK_TYPES: Readonly<Record<string, BlockType>> = {
  module: {
    documentation: localizable('Calls a module.'),
    snippet: 'module "${1:name}" {\n  source = "$2"\n\n  $0\n}',
  },
  variable: {
    documentation: localizable('Declares an input variable of this module.'),
    snippet: 'variable "${1:name}" {\n  type = ${2:string}\n  $0\n}',
  },
  locals: { documentation: localizable('Declares local values: names for expressions.'), snippet: 'locals {\n  $0\n}' },
  provider: { documentation: localizable('Configures a provider.'), snippet: 'provider "${1:name}" {\n  $0\n}' },
  output: {
    documentation: localizable('Declares an output value of this module.'),
    snippet: 'output "${1:name}" {\n  value = $0\n}',
  },
  terraform: {
    documentation: localizable('Configures Terraform: required versions, providers and the state backend.'),
    snippet: 'terraform {\n  $0\n}',
  },
  resource: {
    documentation: localizable('Declares an object that Terraform manages.'),
    snippet: 'resource "${1:type}" "${2:name}" {\n  $0\n}',
  },
  data: {
    documentation: localizable('Reads data that is defined outside of this configuration.'),
    snippet: 'data "${1:type}" "${2:name}" {\n  $0\n}',
  },
  moved: {
    documentation: localizable('Records that a resource or module has a new address.'),
    snippet: 'moved {\n  from = $1\n  to   = $2\n}',
  },
  import: {
    documentation: localizable('Imports an existing object into the state.'),
    snippet: 'import {\n  to = $1\n  id = "$2"\n}',
  },
  removed: {
    documentation: localizable('Removes an object from the state.'),
    snippet: 'removed {\n  from = $1\n\n  lifecycle {\n    destroy = ${2|false,true|}\n  }\n}',
  },
  check: {
    documentation: localizable('Declares assertions about the infrastructure.'),
    snippet: 'check "${1:name}" {\n  assert {\n    condition     = $2\n    error_message = "$3"\n  }\n}',
  },
  ephemeral: {
    documentation: localizable('Declares an object that exists only while Terraform runs, and is stored nowhere.'),
    snippet: 'ephemeral "${1:type}" "${2:name}" {\n  $0\n}',
  },
  action: {
    documentation: localizable('Declares an operation of a provider that resources can trigger.'),
    snippet: 'action "${1:type}" "${2:name}" {\n  config {\n    $0\n  }\n}',
  },
  language: {
    documentation: localizable('Declares the versions of OpenTofu that the module works with.'),
    snippet: 'language {\n  compatible_with {\n    opentofu = "$1"\n  }\n}',
  },
};

const CONDITION: readonly BlockArgument[] = [
  {
    name: 'condition',
    documentation: localizable('An expression that must be true.'),
    snippet: 'condition = $1',
    required: true,
  },
  {
    name: 'error_message',
    documentation: localizable('The message shown if the condition is false.'),
    snippet: 'error_message = "$1"',
    required: true,
  },
];
const DEPRECATED: BlockArgument = {
  name: 'deprecated',
  documentation: localizable('A message for everyone who uses it.'),
  snippet: 'deprecated = "$1"',
};
const ENABLED: BlockArgument = {
  name: 'enabled',
  documentation: localizable('Whether the object exists: an alternative to a count of 0 or 1.'),
  snippet: 'enabled = $1',
};
const ALIAS: BlockArgument = {
  name: 'alias',
  documentation: localizable('The name of this provider configuration. In Kubestack, the name of the cluster module.'),
  snippet: 'alias = "$1"',
};

/** By the types of the surrounding blocks, separated by blanks; for providers, with their name. */
const ARGUMENTS: Readonly<Record<string, readonly BlockArgument[]>> = {
  variable: [
    { name: 'type', documentation: localizable("The type of the variable's values."), snippet: 'type = ${1:string}' },
    {
      name: 'default',
      documentation: localizable('The value if none is set. Without a default, the variable is required.'),
      snippet: 'default = $1',
    },
    {
      name: 'description',
      documentation: localizable('A description of the variable.'),
      snippet: 'description = "$1"',
    },
    {
      name: 'nullable',
      documentation: localizable('Whether the variable can be null. If false, null means the default.'),
      snippet: 'nullable = ${1|false,true|}',
    },
    {
      name: 'sensitive',
      documentation: localizable('Whether Terraform hides the value in its output.'),
      snippet: 'sensitive = ${1|true,false|}',
    },
    {
      name: 'ephemeral',
      documentation: localizable('Whether the value is omitted from the state and the plan.'),
      snippet: 'ephemeral = ${1|true,false|}',
    },
    DEPRECATED,
    {
      name: 'const',
      documentation: localizable('Whether the value must be known before a plan, as for the source of a module.'),
      snippet: 'const = ${1|true,false|}',
    },
    {
      name: 'validation',
      documentation: localizable('A condition that values must meet.'),
      snippet: 'validation {\n  condition     = $1\n  error_message = "$2"\n}',
      repeated: true,
    },
  ],
  'variable validation': CONDITION,
  output: [
    { name: 'value', documentation: localizable('The value of the output.'), snippet: 'value = $1', required: true },
    { name: 'description', documentation: localizable('A description of the output.'), snippet: 'description = "$1"' },
    {
      name: 'sensitive',
      documentation: localizable('Whether Terraform hides the value in its output.'),
      snippet: 'sensitive = ${1|true,false|}',
    },
    {
      name: 'ephemeral',
      documentation: localizable('Whether the value is omitted from the state and the plan.'),
      snippet: 'ephemeral = ${1|true,false|}',
    },
    DEPRECATED,
    { name: 'type', documentation: localizable('The type of the output.'), snippet: 'type = ${1:string}' },
    {
      name: 'depends_on',
      documentation: localizable('Resources and modules that the output depends on.'),
      snippet: 'depends_on = [$1]',
    },
    {
      name: 'precondition',
      documentation: localizable('A condition that must hold before the output is stored.'),
      snippet: 'precondition {\n  condition     = $1\n  error_message = "$2"\n}',
      repeated: true,
    },
  ],
  'output precondition': CONDITION,
  import: [
    {
      name: 'to',
      documentation: localizable('The address of the resource.'),
      snippet: 'to = $1',
      required: true,
    },
    { name: 'id', documentation: localizable("The object's ID, as the provider defines it."), snippet: 'id = "$1"' },
    {
      name: 'identity',
      documentation: localizable("The object's identity, as the provider defines it."),
      snippet: 'identity = {\n  $1\n}',
    },
    {
      name: 'for_each',
      documentation: localizable('Imports an object for each element.'),
      snippet: 'for_each = $1',
    },
    { name: 'provider', documentation: localizable('The provider that reads the object.'), snippet: 'provider = $1' },
  ],
  'module lifecycle': [ENABLED],
  'data lifecycle': [ENABLED],
  'resource lifecycle': [
    ENABLED,
    {
      name: 'prevent_destroy',
      documentation: localizable('Whether plans that destroy the object fail.'),
      snippet: 'prevent_destroy = ${1|true,false|}',
    },
    {
      name: 'destroy',
      documentation: localizable('If false, the object is only removed from the state instead of being destroyed.'),
      snippet: 'destroy = ${1|false,true|}',
    },
    {
      name: 'create_before_destroy',
      documentation: localizable('Whether a replacement is created before the old object is destroyed.'),
      snippet: 'create_before_destroy = ${1|true,false|}',
    },
    {
      name: 'ignore_changes',
      documentation: localizable('Arguments whose changes are ignored.'),
      snippet: 'ignore_changes = [$1]',
    },
    {
      name: 'replace_triggered_by',
      documentation: localizable('Objects whose changes replace this one.'),
      snippet: 'replace_triggered_by = [$1]',
    },
    {
      name: 'action_trigger',
      documentation: localizable('Runs actions before or after changes of the object.'),
      snippet:
        'action_trigger {\n  events  = [${1|after_create,before_create,after_update,before_update|}]\n  actions = [$2]\n}',
      repeated: true,
    },
  ],
  language: [
    {
      name: 'compatible_with',
      documentation: localizable('The versions of OpenTofu that the module works with.'),
      snippet: 'compatible_with {\n  opentofu = "$1"\n}',
    },
  ],
  terraform: [
    {
      name: 'required_version',
      documentation: localizable('The Terraform versions that can be used.'),
      snippet: 'required_version = "$1"',
    },
    {
      name: 'required_providers',
      documentation: localizable('The required providers, with sources and versions.'),
      snippet: 'required_providers {\n  $1\n}',
    },
    {
      name: 'backend',
      documentation: localizable('Where the state is stored.'),
      snippet: 'backend "${1|s3,gcs,azurerm|}" {\n  $2\n}',
    },
    { name: 'cloud', documentation: localizable('Stores the state in HCP Terraform.'), snippet: 'cloud {\n  $1\n}' },
  ],
  provider: [ALIAS],
  'provider aws': [
    ALIAS,
    {
      name: 'region',
      documentation: localizable('The region of the cluster, which becomes part of its name.'),
      snippet: 'region = "$1"',
      required: true,
    },
  ],
  'provider google': [
    ALIAS,
    { name: 'project', documentation: localizable('The Google Cloud project.'), snippet: 'project = "$1"' },
    { name: 'region', documentation: localizable('The region.'), snippet: 'region = "$1"' },
  ],
  'provider azurerm': [
    ALIAS,
    {
      name: 'features',
      documentation: localizable('Required by the provider, even if empty.'),
      snippet: 'features {}',
      required: true,
    },
  ],
  'provider scaleway': [
    ALIAS,
    {
      name: 'region',
      documentation: localizable('The region of the cluster. Must match its configuration.'),
      snippet: 'region = "$1"',
      required: true,
    },
    {
      name: 'organization_id',
      documentation: localizable('The ID of the Scaleway organization.'),
      snippet: 'organization_id = "$1"',
    },
    { name: 'project_id', documentation: localizable('The Google Cloud project.'), snippet: 'project_id = "$1"' },
  ],
  'provider kustomization': [
    ALIAS,
    {
      name: 'kubeconfig_raw',
      documentation: localizable('The kubeconfig of the cluster.'),
      snippet: 'kubeconfig_raw = $1',
    },
  ],
  'provider kubernetes': [
    ALIAS,
    { name: 'host', documentation: localizable('The address of the API server.'), snippet: 'host = $1' },
    {
      name: 'cluster_ca_certificate',
      documentation: localizable('The CA certificate of the API server.'),
      snippet: 'cluster_ca_certificate = $1',
    },
    {
      name: 'token',
      documentation: localizable('The access token. On AKS, use the client certificate and key instead.'),
      snippet: 'token = $1',
    },
    {
      name: 'client_certificate',
      documentation: localizable('The client certificate.'),
      snippet: 'client_certificate = $1',
    },
    {
      name: 'client_key',
      documentation: localizable('The private key of the client certificate.'),
      snippet: 'client_key = $1',
    },
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

/** @param types of the surrounding blocks, outermost first @param label of the innermost one */
export function argumentsOf(types: readonly string[], label: string | undefined): readonly BlockArgument[] {
  const key = types.join(' ');
  return ownProperty(ARGUMENTS, `${key} ${label ?? ''}`.trim()) ?? ownProperty(ARGUMENTS, key) ?? [];
}
