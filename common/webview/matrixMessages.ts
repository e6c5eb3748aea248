/** What the page of the environment matrix and the extension's host tell each other. */
import type { Matrix, MatrixScope } from '../matrix/matrix';
import type { MatrixFormat } from '../matrix/matrixText';
import type { MatrixView } from '../matrix/visibleRows';
import { fits, nullable, optional, recordOf, type Shape } from '../shape';
import type { MessageShapes } from './messages';

/** What the matrix is asked for. */
export interface MatrixQuestion {
  /** Absent: the whole platform. */
  scope?: MatrixScope;
  /** Changes since this revision are marked. Absent: none. */
  revision?: string;
}

/** What the page keeps while it is hidden, and over a reload of the window. */
export interface MatrixState extends MatrixQuestion, MatrixView {
  /** Folder of the platform. */
  platform: string;
  /** Whether the node counts of each zone are shown. */
  zones?: boolean;
  /** The cell that the keyboard is on: id of a row, and column. */
  row?: string;
  column?: number;
  /** How far it is scrolled, in pixels. */
  top?: number;
}

/** From the page. Cells are named by the ids of their rows and by environments; the host knows where they are written. */
export type MatrixPageMessage =
  | { type: 'ready' }
  /** Another scope is chosen, or changes are no longer asked for. */
  | ({ type: 'ask' } & MatrixQuestion)
  | { type: 'open'; row: string; environment: string }
  /** Overrides what is inherited, and resets what is not. */
  | { type: 'change'; row: string; environment: string }
  /** Asks for the revision to compare with. */
  | { type: 'compare' }
  | { type: 'copy'; format: MatrixFormat; view: MatrixView };

/** To the page. */
export type MatrixHostMessage =
  /** `canCompare`: there can be a repository. */
  | { type: 'start'; texts: Record<string, string>; state: MatrixState; canCompare: boolean }
  | { type: 'show'; matrix: Matrix }
  /** The revision that was chosen; absent: changes are no longer marked. */
  | { type: 'revision'; revision?: string }
  /** There is nothing to show, and why. */
  | { type: 'nothing'; reason: string }
  | { type: 'copied'; rows: number };

const oneOf =
  (...words: readonly string[]): Shape =>
  value =>
    words.includes(value as string);
const count: Shape = value => Number.isSafeInteger(value) && (value as number) >= 0;

const question = {
  scope: optional({ kind: oneOf('cluster', 'module'), name: 'string' }),
  revision: optional('string'),
} as const;

const view = {
  filter: 'string',
  only: [oneOf('differences', 'unknown', 'changes')],
  sort: optional({ column: count, descending: 'boolean' }),
} as const;

const state: Shape = {
  ...question,
  ...view,
  platform: 'string',
  zones: optional('boolean'),
  row: optional('string'),
  column: optional(count),
  top: optional(count),
};

/** Whether that is a state that a page has kept. */
export const isMatrixState = (value: unknown): value is MatrixState => fits(value, state);

const cell: Shape = {
  text: 'string',
  origin: optional(oneOf('set', 'inherited', 'overridden')),
  differs: optional('boolean'),
  unknown: optional('boolean'),
  overrides: optional('string'),
  change: optional({ before: optional('string') }),
  place: nullable([count]),
};
const nodes = { min: count, max: count };

export const MATRIX_PAGE_MESSAGES: MessageShapes<MatrixPageMessage> = {
  ready: {},
  ask: question,
  open: { row: 'string', environment: 'string' },
  change: { row: 'string', environment: 'string' },
  compare: {},
  copy: { format: oneOf('markdown', 'csv'), view },
};

export const MATRIX_HOST_MESSAGES: MessageShapes<MatrixHostMessage> = {
  start: { texts: recordOf('string'), state, canCompare: 'boolean' },
  show: {
    matrix: {
      environments: ['string'],
      baseEnvironment: 'string',
      modules: [{ kind: oneOf('cluster', 'nodePool', 'service', 'other'), name: 'string' }],
      rows: [{ id: 'string', module: 'string', attribute: 'string', cells: [cell] }],
      omitted: count,
      nodes: [{ ...nodes, unknown: count, zones: [{ ...nodes, zone: 'string' }] }],
      files: ['string'],
      problems: ['string'],
    },
  },
  revision: { revision: optional('string') },
  nothing: { reason: 'string' },
  copied: { rows: count },
};
