/** What the page of the promotion board and the extension's host tell each other. */
import { fits, optional, recordOf, type Shape } from '../shape';
import type { MessageShapes } from './messages';

/** How the run ended that brought what is in an environment; `none`: nothing is there. */
export type BoardHealth = 'succeeded' | 'failed' | 'running' | 'unknown' | 'none';

export interface BoardCommit {
  /** Full hash. */
  hash: string;
  subject: string;
  /** Short hash, author, and how long ago. */
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
  /** The page of the run is known. */
  hasRun: boolean;
  /** What is there. Absent: nothing. */
  there?: BoardDeployment;
  /** What waits, in words; '' where nothing can wait. */
  waitingText: string;
  /** Commits that wait, newest first, as many as are shown. */
  waiting: BoardCommit[];
  /** How many more wait. */
  more: number;
  /** What the waiting commits change. Absent where nothing waits, or while it is computed. */
  changes?: { summary: string; lines: BoardChange[]; more: number };
  /** Why it can't be promoted to at the moment. */
  refusals: string[];
  canPromote: boolean;
  canRollBack: boolean;
}

export interface BoardDeployment {
  /** Of its commit. */
  subject: string;
  /** The deploy tag, or the main branch. */
  name: string;
  /** Short hash, since when, and by whom. */
  about: string;
  /** The exact time; '' where it is not known. */
  time: string;
  /** What else there is to say: a rollback, and its reason. */
  remarks: string[];
}

export interface BoardRepository {
  /** Folder. */
  root: string;
  name: string;
  /** What keeps all environments from being promoted to. */
  problems: string[];
  columns: BoardColumn[];
}

/** An environment of a repository. */
export interface BoardPlace {
  repository: string;
  environment: string;
}

/** What the page keeps while it is hidden, and over a reload of the window. */
export interface BoardState {
  /** How far each repository is scrolled to the right, and the page down, in pixels. */
  left: Record<string, number>;
  top: number;
  /** The column that the keyboard is on. */
  column?: BoardPlace;
}

/** What the buttons of a column do. */
export type BoardAction = 'promote' | 'rollBack' | 'changes' | 'run';

/** From the page. */
export type BoardPageMessage =
  | { type: 'ready' }
  | { type: 'refresh' }
  | ({ type: BoardAction } & BoardPlace)
  /** Shows what a waiting commit changes. */
  | ({ type: 'commit'; hash: string } & BoardPlace);

/** To the page. */
export type BoardHostMessage =
  | { type: 'start'; texts: Record<string, string> }
  | { type: 'show'; repositories: BoardRepository[] }
  /** There is nothing to show, and why. */
  | { type: 'nothing'; reason: string };

const oneOf =
  (...words: readonly string[]): Shape =>
  value =>
    words.includes(value as string);
const count: Shape = value => Number.isSafeInteger(value) && (value as number) >= 0;
const place = { repository: 'string', environment: 'string' } as const;

const state: Shape = { left: recordOf(count), top: count, column: optional(place) };

/** Whether that is a state that a page has kept. */
export const isBoardState = (value: unknown): value is BoardState => fits(value, state);

export const BOARD_PAGE_MESSAGES: MessageShapes<BoardPageMessage> = {
  ready: {},
  refresh: {},
  promote: place,
  rollBack: place,
  changes: place,
  run: place,
  commit: { ...place, hash: 'string' },
};

const column: Shape = {
  environment: 'string',
  health: oneOf('succeeded', 'failed', 'running', 'unknown', 'none'),
  healthText: 'string',
  hasRun: 'boolean',
  there: optional({ subject: 'string', name: 'string', about: 'string', time: 'string', remarks: ['string'] }),
  waitingText: 'string',
  waiting: [{ hash: 'string', subject: 'string', about: 'string' }],
  more: count,
  changes: optional({
    summary: 'string',
    lines: [{ change: oneOf('added', 'removed', 'changed'), label: 'string', description: 'string' }],
    more: count,
  }),
  refusals: ['string'],
  canPromote: 'boolean',
  canRollBack: 'boolean',
};

export const BOARD_HOST_MESSAGES: MessageShapes<BoardHostMessage> = {
  start: { texts: recordOf('string') },
  show: { repositories: [{ root: 'string', name: 'string', problems: ['string'], columns: [column] }] },
  nothing: { reason: 'string' },
};
