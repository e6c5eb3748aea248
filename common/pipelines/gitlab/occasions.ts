/** The possible triggers of a GitLab pipeline, with their predefined variables. Source: "Predefined CI/CD variables reference". */
import { ROOT } from '../directory';
import type { PipelineEvent } from '../event';
import { lift, nothing, scalar, scalarText, unknownValue, type Unknown, type PipelineValue } from '../values/value';
import { valueOfKey, entriesOfMap, itemsOfList, textOf, type YamlNode } from '../yaml/tree';

/** One way in which a pipeline is started. */
export interface PipelineStart {
  /** Predefined variables; null if they are not set. Other variables may be set elsewhere. */
  readonly variables: ReadonlyMap<string, PipelineValue>;
  /** The kind of ref, as `only` names it: a branch, a tag, a merge request. */
  readonly kind: 'branch' | 'tag' | 'mergeRequest' | 'other';
  /** `push`, `merge_request_event`, `schedule`, `web`. */
  readonly source: PipelineValue;
  /** Whether jobs succeed: undefined if both cases are considered. */
  readonly succeeds: boolean | undefined;
}

const filled = (name: string): Unknown => ({ kind: 'unknown', isNonEmpty: true, symbol: `$${name}` });

/** The runs that an event starts. */
export function occasionAt(event: PipelineEvent, root: YamlNode): PipelineStart {
  switch (event.kind) {
    case 'branch':
      return occasion('branch', 'push', {
        branch: scalar(event.name),
        isDefault: event.isDefault === true,
        succeeds: true,
      });
    case 'tag':
      return occasion('tag', 'push', { tag: scalar(event.name), succeeds: true });
    case 'pullRequest':
      return occasion('mergeRequest', 'merge_request_event', { target: scalar(event.target), succeeds: true });
    case 'schedule':
      return occasion('branch', 'schedule', { branch: unknownName, succeeds: true });
    case 'manual':
      return occasion('branch', 'web', { branch: unknownName, given: chosenVariables(root), succeeds: true });
  }
}

const unknownName: Unknown = { kind: 'unknown', isNonEmpty: true };

/** Every way in which a pipeline can be started. */
export function possiblePipelineStarts(root: YamlNode): PipelineStart[] {
  const given = chosenVariables(root);
  return [
    occasion('branch', 'push', { branch: unknownName }),
    occasion('tag', 'push', { tag: unknownName }),
    occasion('mergeRequest', 'merge_request_event', {}),
    occasion('branch', 'schedule', { branch: unknownName }),
    occasion('branch', 'web', { branch: unknownName, given }),
    occasion('tag', 'web', { tag: unknownName, given }),
    // A trigger token, the API, a parent or an upstream pipeline.
    occasion('other', undefined, { branch: unknownValue, tag: unknownValue }),
  ];
}

interface Facts {
  readonly branch?: PipelineValue;
  readonly tag?: PipelineValue;
  readonly target?: PipelineValue;
  readonly isDefault?: boolean;
  readonly given?: ReadonlyMap<string, PipelineValue>;
  readonly succeeds?: boolean;
}

/** Variables that are constant in one run, and don't influence its effect. */
const FIXED = [
  'CI_COMMIT_SHA',
  'CI_COMMIT_SHORT_SHA',
  'CI_PIPELINE_ID',
  'CI_PIPELINE_IID',
  'CI_REGISTRY_IMAGE',
  'CI_REGISTRY',
  'CI_JOB_TOKEN',
  'CI_PROJECT_PATH',
  'CI_PROJECT_NAME',
  'CI_PROJECT_NAMESPACE',
  'CI_PROJECT_ID',
];

function occasion(kind: PipelineStart['kind'], source: string | undefined, facts: Facts): PipelineStart {
  const { branch = nothing, tag = nothing, target, isDefault, given, succeeds } = facts;
  const isRequest = kind === 'mergeRequest';
  const name = kind === 'branch' ? branch : kind === 'tag' ? tag : unknownName;
  const own = isRequest ? nothing : branch;
  const slug = lift([name], known =>
    scalar(
      (scalarText(known) ?? '')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, ''),
    ),
  );
  const request = (value: PipelineValue): PipelineValue =>
    isRequest ? value : kind === 'other' ? unknownValue : nothing;
  return {
    kind,
    succeeds,
    source: source === undefined ? unknownValue : scalar(source),
    variables: new Map<string, PipelineValue>([
      ...FIXED.map((each): [string, PipelineValue] => [each, filled(each)]),
      ['CI', scalar('true')],
      ['GITLAB_CI', scalar('true')],
      ['CI_PIPELINE_SOURCE', source === undefined ? { kind: 'unknown', isNonEmpty: true } : scalar(source)],
      ['CI_COMMIT_BRANCH', own],
      ['CI_COMMIT_TAG', tag],
      ['CI_COMMIT_REF_NAME', name],
      ['CI_COMMIT_REF_SLUG', slug],
      ['CI_DEFAULT_BRANCH', isDefault ? branch : filled('CI_DEFAULT_BRANCH')],
      ['CI_MERGE_REQUEST_ID', request(filled('CI_MERGE_REQUEST_ID'))],
      ['CI_MERGE_REQUEST_IID', request(filled('CI_MERGE_REQUEST_IID'))],
      ['CI_MERGE_REQUEST_TARGET_BRANCH_NAME', request(target ?? unknownName)],
      ['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', request(unknownName)],
      ['CI_PROJECT_DIR', scalar(ROOT)],
      ['CI_BUILDS_DIR', unknownValue],
      ...(given ?? []),
    ]),
  };
}

/** The user selects one of a variable's options when starting a pipeline. */
function chosenVariables(root: YamlNode): Map<string, PipelineValue> {
  const chosen = new Map<string, PipelineValue>();
  for (const [name, node] of entriesOfMap(valueOfKey(root, 'variables'))) {
    const options = valueOfKey(node, 'options');
    if (options?.kind !== 'list') continue;
    const list = { file: options.file, start: options.start, end: options.end, items: options.items };
    const among = itemsOfList(options).flatMap(item => {
      const text = textOf(item);
      return text === undefined ? [] : [scalar(text, { file: item.file, start: item.start, end: item.end, list })];
    });
    chosen.set(name, among.length === 1 && among[0] ? among[0] : { kind: 'unknown', among });
  }
  return chosen;
}
