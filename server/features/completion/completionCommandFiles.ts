/** Completion in files with tests and with queries: the blocks and arguments that the platform's version has. */
import { CompletionItemKind, type CompletionList, type Position } from 'vscode-languageserver-types';
import { ownProperty } from '../../../common/ownProperty';
import { availabilityText, hasFeature } from '../../hcl/languageFeatures';
import { commandFeature, commandFileFeature, commandFileOf, type CommandFile } from '../../semantics/commandFiles';
import type { RequestContext } from '../../semantics/requestContext';
import { cursorContext } from '../../syntax/cursor/cursorContext';
import type { FileCommand } from '../../workspace/fileNames';
import { BLOCK_TYPES } from './blockArguments';
import { blockArgumentSuggestions, ownValueSuggestions } from './completionBlocks';
import type { CompletionContext } from './completionContext';
import { argument } from './completionInputs';
import { completionList, type CompletionAbilities, type Suggestion } from './completionItems';

/** Snippets that begin with the name of a block or argument, by the type of the innermost block; '' is the top of the file. */
type Parts = Readonly<Record<string, readonly string[]>>;

const OVERRIDE_VALUES = ['target = $1', 'values = {\n  $1\n}', 'override_during = ${1|plan,apply|}'];
const OVERRIDE_DATA = 'override_data {\n  target = $1\n  values = {\n    $2\n  }\n}';
const OVERRIDE_MODULE = 'override_module {\n  target = $1\n  outputs = {\n    $2\n  }\n}';
const OVERRIDE_RESOURCE = 'override_resource {\n  target = $1\n  values = {\n    $2\n  }\n}';
const MOCK = ['defaults = {\n  $1\n}', 'override_during = ${1|plan,apply|}'];
const PLAIN = ['provider', 'variable'].map(type => ownProperty(BLOCK_TYPES, type)!.snippet);

/** Source: `internal/configs/query_file.go` of Terraform 1.15. */
const QUERY: Parts = {
  '': [
    'list "${1:type}" "${2:name}" {\n  provider = $3\n\n  config {\n    $0\n  }\n}',
    BLOCK_TYPES['locals']!.snippet,
    ...PLAIN,
  ],
  list: [
    'provider = $1',
    'config {\n  $0\n}',
    'count = $1',
    'for_each = $1',
    'include_resource = ${1|true,false|}',
    'limit = ${1:100}',
  ],
};

/** Source: `internal/configs/test_file.go` and `mock_provider.go` of Terraform 1.15 and OpenTofu 1.12. */
const TEST: Parts = {
  '': [
    'run "${1:name}" {\n  command = ${2|plan,apply|}\n\n  assert {\n    condition     = $3\n    error_message = "$4"\n  }\n}',
    'mock_provider "${1:name}" {\n  $0\n}',
    OVERRIDE_DATA,
    OVERRIDE_MODULE,
    OVERRIDE_RESOURCE,
    'test {\n  parallel = ${1|true,false|}\n}',
    'variables {\n  $0\n}',
    ...PLAIN,
  ],
  assert: ['condition = $1', 'error_message = "$1"'],
  mock_data: MOCK,
  mock_ephemeral: MOCK,
  mock_provider: [
    'alias = "$1"',
    'for_each = $1',
    'mock_data "${1:type}" {\n  defaults = {\n    $0\n  }\n}',
    'mock_ephemeral "${1:type}" {\n  defaults = {\n    $0\n  }\n}',
    'mock_resource "${1:type}" {\n  defaults = {\n    $0\n  }\n}',
    OVERRIDE_DATA,
    'override_during = ${1|plan,apply|}',
    'override_ephemeral {\n  target = $1\n  values = {\n    $2\n  }\n}',
    OVERRIDE_RESOURCE,
    'source = "$1"',
  ],
  mock_resource: MOCK,
  module: ['source = "$1"', 'version = "$1"'],
  override_data: OVERRIDE_VALUES,
  override_ephemeral: OVERRIDE_VALUES,
  override_module: ['target = $1', 'outputs = {\n  $1\n}', 'override_during = ${1|plan,apply|}'],
  override_resource: OVERRIDE_VALUES,
  plan_options: ['mode = ${1|normal,refresh-only|}', 'refresh = ${1|true,false|}', 'replace = [$1]', 'target = [$1]'],
  run: [
    'assert {\n  condition     = $1\n  error_message = "$2"\n}',
    'command = ${1|plan,apply|}',
    'expect_failures = [$1]',
    'module {\n  source = "$1"\n}',
    OVERRIDE_DATA,
    OVERRIDE_MODULE,
    OVERRIDE_RESOURCE,
    'parallel = ${1|true,false|}',
    'plan_options {\n  $0\n}',
    'providers = {\n  $1\n}',
    'state_key = "$1"',
    'variables {\n  $0\n}',
  ],
  test: ['parallel = ${1|true,false|}'],
};

const PARTS: Readonly<Record<FileCommand, Parts>> = { query: QUERY, test: TEST };

/** Arguments whose values are words, by name. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  command: ['plan', 'apply'],
  mode: ['normal', 'refresh-only'],
  override_during: ['plan', 'apply'],
};

/** @param position zero-based, UTF-16 */
export function commandFileCompletion(
  request: RequestContext,
  uri: string,
  position: Position,
  abilities: CompletionAbilities,
): CompletionList {
  const found = request.client.servedByOtherExtension(uri) ? undefined : commandFileOf(request, uri);
  if (!found) return { isIncomplete: false, items: [] };
  const { file } = found;
  const context = cursorContext(file.text, file.lines.offsetAt(position));
  const whole = { request, uri, file, context, instance: undefined, module: undefined, alone: true };
  return completionList(suggestionsIn(found, whole), whole, abilities);
}

function suggestionsIn({ command, version }: CommandFile, whole: CompletionContext): Suggestion[] {
  const { expected, blocks, siblings, argument: name, quoted } = whole.context;
  const types = blocks.map(({ type }) => type);
  const parts = ownProperty(PARTS[command], types.at(-1) ?? '');
  if (expected === 'value')
    return command === 'test' && !quoted && name !== undefined && parts
      ? (ownProperty(WORDS, name) ?? []).map(label => ({ label, kind: CompletionItemKind.EnumMember }))
      : (ownValueSuggestions(whole) ?? []);
  if (expected !== 'item' && expected !== 'argument') return [];
  // Variables and providers have the same arguments as in a module.
  if (!parts) return blockArgumentSuggestions(whole);
  return parts.flatMap(snippet => {
    const suggestion = argument(whole, /^\w+/.exec(snippet)![0], snippet);
    const { label, kind } = suggestion;
    if (kind === CompletionItemKind.Property && siblings.has(label)) return [];
    const feature = commandFileFeature(command, [...types, label]);
    if (hasFeature(feature ?? commandFeature(command), version) === false) return [];
    return [{ ...suggestion, ...(feature ? { documentation: availabilityText(feature) } : {}) }];
  });
}
