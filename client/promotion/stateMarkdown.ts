/** The three states of all environments as Markdown. */
import { t } from '../../common/localization';
import { editorText, markdownLink, markdownName, strongName } from '../../common/markdown';
import { driftLimit } from '../plan/model/drift';
import type { DriftReader } from './driftState';
import type { ShownRepository } from './promotionNode';
import type { Stage } from './stage';
import { stageStates } from './stageStates';
import { hasFailed } from './stageText';

export function stateMarkdown(repositories: readonly ShownRepository[], drift: DriftReader, now: number): string {
  const sections = repositories.flatMap(repository => [
    ...(repositories.length === 1 ? [] : [`## ${markdownName(repository.name)}`]),
    table(repository, drift, now),
  ]);
  return [
    `# ${t('Status of Environments')}`,
    ...sections,
    ...unknownReasons(repositories).map(reason => editorText(t('Results are unknown: {0}', reason))),
    `- ${t('Committed: the newest commit of the main branch.')}`,
    `- ${t('Desired: what was promoted last, and the result of the pipeline that applied it, as the Git host reports it.')}`,
    `- ${t('Current: whether reality still matches, as of the last drift check.')} ${driftLimit()}`,
    '',
  ]
    .join('\n\n')
    .replaceAll('\n\n- ', '\n- ')
    .replace('\n- ', '\n\n- ');
}

/** Why results are unknown, each reason once. */
const unknownReasons = (repositories: readonly ShownRepository[]): string[] => [
  ...new Set(repositories.flatMap(({ stages }) => stages.flatMap(({ pipeline }) => pipeline?.state.reason ?? []))),
];

/** Without the reason why its result is unknown, which the document says once. */
function withoutReason(stage: Stage): Stage {
  if (!stage.pipeline) return stage;
  const { reason: _, ...state } = stage.pipeline.state;
  return { ...stage, pipeline: { ...stage.pipeline, state } };
}

function table({ root, facts, stages }: ShownRepository, drift: DriftReader, now: number): string {
  const heads = [t('Environment'), t('Committed'), t('Desired'), t('Current')];
  const rows = stages.map(stage => {
    const states = stageStates(withoutReason(stage), facts, drift(root, stage.environment), now);
    const cells = [states.committed, states.desired, states.current].map(editorText);
    return [
      `${hasFailed(stage) ? '❌ ' : ''}${strongName(stage.environment)}`,
      cells[0]!,
      cells[1]! + runLink(stage),
      cells[2]!,
    ];
  });
  return [heads, heads.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

function runLink({ pipeline }: Stage): string {
  const { url } = pipeline?.state ?? {};
  return url !== undefined && /^https?:/i.test(url) ? ` (${markdownLink(t('pipeline run'), url)})` : '';
}
