/** Parses pipelines with the product's code, and summarizes them for tests. */
import { now } from '../../../common/now';
import { effectsOf, isApply, isOpaque, isPlan, isSelection, type Effect } from '../../../common/pipelines/effects';
import type { PipelineEvent, PossibleRun } from '../../../common/pipelines/event';
import { Pipelines } from '../../../common/pipelines/pipelines';
import { possibilities, type PipelineValue } from '../../../common/pipelines/values/value';

export type Files = Readonly<Record<string, string>>;

export const pipelinesIn = (files: Files): Pipelines =>
  now(Pipelines.read(Object.keys(files), path => (Object.hasOwn(files, path) ? files[path] : undefined)));

/** `main`, `branch x/y`, `tag v1`, `request main`, `schedule`, `manual`. */
export function eventOf(text: string): PipelineEvent {
  const [kind, name = ''] = text.split(' ');
  if (kind === 'branch') return { kind: 'branch', name };
  if (kind === 'tag') return { kind: 'tag', name };
  if (kind === 'request') return { kind: 'pullRequest', target: name };
  if (kind === 'schedule' || kind === 'manual') return { kind };
  return { kind: 'branch', name: kind ?? '', isDefault: true };
}

/** `ops`, `ops|apps`; `-` if none is selected, `?` if it is unknown. */
export function workspaceText(value: PipelineValue): string {
  const known = possibilities(value);
  if (!known) return '?';
  return known.map(each => (each.kind === 'scalar' ? String(each.value ?? '-') || '-' : '?')).join('|');
}

const isShown = (effect: Effect): boolean => isPlan(effect) || isApply(effect) || isSelection(effect);

/**
 * The plans and applies of a run: `plan ops`, `maybe apply apps`, `apply apps by hand`, `plan ops somewhere` (in an unknown folder).
 *
 * @param withSelections whether selected workspaces are included
 */
function summarizeRun(run: PossibleRun, folder = '', withSelections = false): string[] {
  return effectsOf(run, folder)
    .filter(effect => isShown(effect) && (withSelections || !isSelection(effect)))
    .map(({ job, run: { command, happens, workspace }, isHere }) =>
      [
        happens === true ? '' : 'maybe ',
        `${command} ${workspaceText(workspace)}`,
        job.isManual ? ' by hand' : '',
        isHere === undefined ? ' somewhere' : '',
      ].join(''),
    );
}

/** The effects of an event, with a last line if the result is incomplete. */
export function doneAt(files: Files, event: string, folder = ''): string[] {
  const run = now(pipelinesIn(files).at(eventOf(event)));
  return [...summarizeRun(run, folder), ...(isOpaque(run) ? ['and more'] : [])];
}

/** All workspaces that can be planned, applied or selected. */
export function everythingIn(files: Files, folder = ''): string[] {
  const runs = [...now(pipelinesIn(files).possibleRuns()).values()].flat();
  const effects = runs.flatMap(run => effectsOf(run, folder)).filter(isShown);
  const names = new Set(effects.flatMap(({ run }) => workspaceText(run.workspace).split('|')));
  if (runs.some(isOpaque)) names.add('and more');
  return [...names].filter(name => name !== '-' && name !== 'false' && name !== '0').sort();
}
