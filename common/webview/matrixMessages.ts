/** Messages between the environment matrix's page and the extension host. */
import type { Matrix, MatrixScope } from '../matrix/matrix';
import type { MatrixFormat } from '../matrix/matrixText';
import type { MatrixView } from '../matrix/visibleRows';
import { fits, nullable, optional, recordOf, type Shape, oneOfWords, count } from '../shape';
import type { MessageShapes } from './messages';

/** The content of the matrix that the page requests. */
export interface MatrixQuestion {
  /** If absent, the whole platform. */
  scope?: MatrixScope;
  /** Changes since this revision are highlighted. If absent, there is no comparison. */
  revision?: string;
}

/** State of the page that is preserved while it is hidden and when the window is reloaded. */
export interface MatrixState extends MatrixQuestion, MatrixView {
  /** Folder of the platform. */
  platform: string;
  /** Whether the node counts of each zone are shown. */
  zones?: boolean;
  /** The focused cell: id of its row, and column. */
  row?: string;
  column?: number;
  /** Scroll position in pixels. */
  top?: number;
}

/** Messages from the page. Cells are identified by row id and environment; the host knows their locations in the source. */
export type MatrixPageMessage =
  | { type: 'ready' }
  /** The user selected another scope, or ended the comparison. */
  | ({ type: 'ask' } & MatrixQuestion)
  | { type: 'open'; row: string; environment: string }
  /** Overrides an inherited value, or resets an overridden one. */
  | { type: 'change'; row: string; environment: string }
  /** Lets the user select the revision to compare with. */
  | { type: 'compare' }
  | { type: 'copy'; format: MatrixFormat; view: MatrixView };

/** Messages to the page. */
export type MatrixHostMessage =
  /** `canCompare`: whether the platform can be in a Git repository. */
  | { type: 'start'; texts: Record<string, string>; state: MatrixState; canCompare: boolean }
  | { type: 'show'; matrix: Matrix }
  /** The selected revision; absent if the comparison has ended. */
  | { type: 'revision'; revision?: string }
  /** There is nothing to show, for this reason. */
  | { type: 'nothing'; reason: string }
  | { type: 'copied'; rows: number };

const question = {
  scope: optional({ kind: oneOfWords('cluster', 'module'), name: 'string' }),
  revision: optional('string'),
} as const;

const view = {
  filter: 'string',
  only: [oneOfWords('differences', 'unknown', 'changes')],
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

/** Whether a value is a valid preserved state. */
export const isMatrixState = (value: unknown): value is MatrixState => fits(value, state);

const cell: Shape = {
  text: 'string',
  origin: optional(oneOfWords('set', 'inherited', 'overridden')),
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
  copy: { format: oneOfWords('markdown', 'csv'), view },
};

export const MATRIX_HOST_MESSAGES: MessageShapes<MatrixHostMessage> = {
  start: { texts: recordOf('string'), state, canCompare: 'boolean' },
  show: {
    matrix: {
      environments: ['string'],
      baseEnvironment: 'string',
      modules: [{ kind: oneOfWords('cluster', 'nodePool', 'service', 'other'), name: 'string' }],
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
