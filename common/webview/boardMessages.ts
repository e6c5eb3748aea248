/** Messages between the promotion board's page and the extension host. */
import { fits, optional, recordOf, type Shape, oneOfWords, count } from '../shape';
import type { MessageShapes } from './messages';

/** Result of the pipeline run for the deployed commit; `none`: nothing is deployed. */
export type BoardHealth = 'succeeded' | 'failed' | 'running' | 'unknown' | 'none';

export interface BoardCommit {
  /** Full hash. */
  hash: string;
  subject: string;
  /** Short hash, author and age. */
  about: string;
}

export interface BoardChange {
  change: 'added' | 'removed' | 'changed';
  label: string;
  description: string;
}

/** An environment. All texts are in the editor's language. */
export interface BoardColumn {
  environment: string;
  health: BoardHealth;
  healthText: string;
  /** Whether the URL of the pipeline run is known. */
  hasRun: boolean;
  /** Whether reality still matches the state, as of the last drift check. */
  drift: 'none' | 'drifted' | 'unknown';
  driftText: string;
  /** The current deployment; absent if there is none. */
  there?: BoardDeployment;
  /** Describes the waiting commits; '' if no commits can wait. */
  waitingText: string;
  /** The displayed waiting commits, newest first. */
  waiting: BoardCommit[];
  /** Number of other waiting commits. */
  more: number;
  /** Changes of the waiting commits. Absent if there are none, or while they are computed. */
  changes?: { summary: string; lines: BoardChange[]; more: number };
  /** Reasons why the environment can't be promoted to at the moment. */
  refusals: string[];
  canPromote: boolean;
  canRollBack: boolean;
}

export interface BoardDeployment {
  /** Subject of the deployed commit. */
  subject: string;
  /** The deploy tag, or the main branch. */
  name: string;
  /** Short hash, age and author. */
  about: string;
  /** Exact time; '' if unknown. */
  time: string;
  /** Additional information: a rollback and its reason. */
  remarks: string[];
}

export interface BoardRepository {
  /** Root folder of the repository. */
  root: string;
  name: string;
  /** Problems that prevent promotion to all environments. */
  problems: string[];
  /** What is replaced step by step, and what each waits for. */
  staged: string[];
  columns: BoardColumn[];
}

/** An environment in a repository. */
export interface BoardTarget {
  repository: string;
  environment: string;
}

/** State of the page that is preserved while it is hidden and when the window is reloaded. */
export interface BoardState {
  /** Scroll positions in pixels: horizontal for each repository, and vertical for the page. */
  left: Record<string, number>;
  top: number;
  /** The focused column. */
  column?: BoardTarget;
}

/** Actions of the buttons in a column. */
export type BoardAction = 'promote' | 'rollBack' | 'changes' | 'run' | 'drift';

/** Messages from the page. */
export type BoardPageMessage =
  | { type: 'ready' }
  | { type: 'refresh' }
  | ({ type: BoardAction } & BoardTarget)
  /** Shows the changes of a waiting commit. */
  | ({ type: 'commit'; hash: string } & BoardTarget);

/** Messages to the page. */
export type BoardHostMessage =
  | { type: 'start'; texts: Record<string, string> }
  | { type: 'show'; repositories: BoardRepository[] }
  /** There is nothing to show, for this reason. */
  | { type: 'nothing'; reason: string };

const target = { repository: 'string', environment: 'string' } as const;

const state: Shape = { left: recordOf(count), top: count, column: optional(target) };

/** Whether a value is a valid preserved state. */
export const isBoardState = (value: unknown): value is BoardState => fits(value, state);

export const BOARD_PAGE_MESSAGES: MessageShapes<BoardPageMessage> = {
  ready: {},
  refresh: {},
  promote: target,
  rollBack: target,
  changes: target,
  run: target,
  drift: target,
  commit: { ...target, hash: 'string' },
};

const column: Shape = {
  environment: 'string',
  health: oneOfWords('succeeded', 'failed', 'running', 'unknown', 'none'),
  healthText: 'string',
  hasRun: 'boolean',
  drift: oneOfWords('none', 'drifted', 'unknown'),
  driftText: 'string',
  there: optional({ subject: 'string', name: 'string', about: 'string', time: 'string', remarks: ['string'] }),
  waitingText: 'string',
  waiting: [{ hash: 'string', subject: 'string', about: 'string' }],
  more: count,
  changes: optional({
    summary: 'string',
    lines: [{ change: oneOfWords('added', 'removed', 'changed'), label: 'string', description: 'string' }],
    more: count,
  }),
  refusals: ['string'],
  canPromote: 'boolean',
  canRollBack: 'boolean',
};

export const BOARD_HOST_MESSAGES: MessageShapes<BoardHostMessage> = {
  start: { texts: recordOf('string') },
  show: {
    repositories: [{ root: 'string', name: 'string', problems: ['string'], staged: ['string'], columns: [column] }],
  },
  nothing: { reason: 'string' },
};
