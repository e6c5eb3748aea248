/** AGENTS.md for coding agents, and the configuration that gives them the tools of the MCP server and the gate. Usage rules: docs/agents.md. */
import { t } from '../../../common/localization';
import { TOOL_INSTRUCTIONS } from './agentRules';
import { AGENTS_FILE, SECTION_END, SECTION_START } from '../../kubestack/readme/agentsFile';
import type { MergeGeneration } from '../../kubestack/schemas/schemas';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { withoutTrailing } from '../../../common/withoutTrailing';
import { agentFileNotes, chosenAgentFiles, writeAgentConfiguration } from './agentConfiguration';

/** The facts in the section. */
export interface AgentFacts {
  readonly version: string | undefined;
  /** Most critical first. */
  readonly environments: readonly string[];
  readonly base: string;
  readonly inheritance: MergeGeneration | undefined;
  readonly isTyped: boolean;
}

/** Answers: `agents_file` (on unless it is false), and those of {@link chosenAgentFiles}. */
export function agentInstructions(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform, request } = scaffoldContext;
  const writesAgents = answers.flag('agents_file', true);
  const files = chosenAgentFiles(answers);
  if (!platform) return answers.refuse('uri', t('There is no platform in this folder.'));
  if (!writesAgents && files.length === 0) return answers.refuse('agents_file', t('Choose at least one of the files.'));
  const { version, environments, base, generation } = platform;
  const inheritance = request.model.schemas.mergeGenerationOf(version);
  if (writesAgents)
    writeAgentsFile(scaffoldContext, { version, environments, base, inheritance, isTyped: generation === 'object' });
  if (!writeAgentConfiguration(scaffoldContext, files)) return undefined;
  return {
    notes: agentFileNotes(files),
    followUp:
      changes.changedPaths().length === 0
        ? []
        : followUpDefaults(scaffoldContext, {
            branch: 'set-up-agents',
            summary: t('Tell coding agents how the platform works'),
          }),
  };
}

/** Writes the section into AGENTS.md: replaces an existing one, or appends it. */
export function writeAgentsFile({ changes }: Pick<ScaffoldContext, 'changes'>, facts: AgentFacts): void {
  const present = changes.text(AGENTS_FILE);
  const section = agentsSection(facts);
  if (present === undefined) return changes.write(AGENTS_FILE, `# Instructions for coding agents\n\n${section}\n`);
  const start = present.indexOf(SECTION_START);
  const end = present.indexOf(SECTION_END, start);
  const text =
    start >= 0 && end > start
      ? present.slice(0, start) + section + present.slice(end + SECTION_END.length)
      : `${withoutTrailing(present, '\n')}\n\n${section}\n`;
  changes.write(AGENTS_FILE, text);
}

const INHERITANCE: Readonly<Record<MergeGeneration, string>> = {
  nested:
    'Attributes are inherited one by one, also those of objects such as `default_node_pool`; `null` and `""` inherit. A list replaces the whole list of the base.',
  shallow:
    'Attributes are inherited one by one; an object, a map or a list replaces the whole value of the base. `null` inherits.',
  baseKeysOnly:
    'Attributes are inherited one by one, and only attributes that the base has exist. An object, a map or a list replaces the whole value of the base; `null` inherits.',
  merge: 'Attributes are inherited one by one; `null` overrides the value of the base.',
  appsAndOps:
    '`ops` inherits the attributes of `apps` one by one; `null` overrides the value of `apps`. There are no other environments.',
};

/** The section with its markers, without a trailing line break. */
function agentsSection({ version, environments, base, inheritance, isTyped }: AgentFacts): string {
  return [
    SECTION_START,
    '## Kubestack platform',
    '',
    ...(version === undefined ? [] : [`- Framework version: \`${version}\``]),
    `- Environments: ${[...environments]
      .reverse()
      .map(name => `\`${name}\``)
      .join(', ')}`,
    `- Base environment: \`${base}\``,
    '',
    '### Layout',
    '',
    'The root module has, for each cluster, `<cluster>_cluster.tf` and `<cluster>_providers.tf`, and a `_node_pool_` file for each node pool. Platform services are modules in `modules/`, bound to a cluster in `<cluster>_feature_<service>.tf`. The tables of README.md list all of it; keep them up to date.',
    '',
    '### Rules',
    '',
    `- Every module has a \`configuration\` with a key for each environment; \`${base}\` is the base that the others inherit from. Write \`{}\` where nothing differs.`,
    ...(inheritance === undefined ? [] : [`- ${INHERITANCE[inheritance]}`]),
    isTyped
      ? '- Attributes are typed: numbers, booleans, lists and objects are written as such.'
      : '- Every attribute is a string: numbers and booleans in quotes, lists as one string with commas.',
    '- Use the same framework version in every module, in the Dockerfile and in README.md.',
    '- A module gets the providers of its own cluster.',
    '- Do not write secrets into configuration.',
    '- Do not run `plan`, `apply` or `destroy`, do not push, and do not create deploy tags. Changes are reviewed in a pull request.',
    '',
    '### Tools',
    '',
    ...TOOL_INSTRUCTIONS,
    SECTION_END,
  ].join('\n');
}
