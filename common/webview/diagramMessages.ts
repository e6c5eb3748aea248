/** Messages between the platform diagram's page and the extension host. */
import type { Diagram, DiagramDetail, DiagramRoom } from '../diagram/diagram';
import { fits, optional, recordOf, type Shape } from '../shape';
import type { MessageShapes } from './messages';

/** State of the page that is preserved while it is hidden and when the window is reloaded. */
export interface DiagramState {
  /** Folder of the platform. */
  platform: string;
  detail: DiagramDetail;
  toggled: string[];
  /** Position of the diagram's corner in CSS pixels, and its scale. If absent, the diagram is fitted to the page. */
  view?: { x: number; y: number; scale: number };
  selected?: string;
  outline?: boolean;
}

/** What the page asks the host to show. */
export interface DiagramView {
  detail: DiagramDetail;
  toggled: string[];
  /** Absent while the page has no size. */
  room?: DiagramRoom;
}

export type DiagramFormat = 'svg' | 'mermaid';

/** Messages from the page. Nodes and arrows are identified by their ids. */
export type DiagramPageMessage =
  | ({ type: 'ready' } & DiagramView)
  /** The user selected another level of detail, or the page has another size. */
  | ({ type: 'detail' } & DiagramView)
  | { type: 'open'; id: string }
  /** Shows the promotion status. */
  | { type: 'promotion' }
  | { type: 'export'; format: DiagramFormat };

/** Messages to the page. */
export type DiagramHostMessage =
  | { type: 'start'; texts: Record<string, string>; state: DiagramState }
  | { type: 'show'; diagram: Diagram }
  /** There is nothing to show, for this reason. */
  | { type: 'nothing'; reason: string }
  | { type: 'do'; action: DiagramAction };

/** Actions of editor commands in the page. */
export type DiagramAction = 'fit' | 'find';

const word =
  (...words: readonly string[]): Shape =>
  value =>
    words.includes(value as string);
const detail = word('auto', 'expanded', 'collapsed');
const finite: Shape = value => Number.isFinite(value);
const box = { x: finite, y: finite, width: finite, height: finite };

const state: Shape = {
  platform: 'string',
  detail,
  toggled: ['string'],
  view: optional({ x: finite, y: finite, scale: finite }),
  selected: optional('string'),
  outline: optional('boolean'),
};

/** Whether a value is a valid preserved state. */
export const isDiagramState = (value: unknown): value is DiagramState => fits(value, state);

const view = { detail, toggled: ['string'], room: optional({ width: finite, height: finite }) } as const;

export const DIAGRAM_PAGE_MESSAGES: MessageShapes<DiagramPageMessage> = {
  ready: view,
  detail: view,
  open: { id: 'string' },
  promotion: {},
  export: { format: word('svg', 'mermaid') },
};

export const DIAGRAM_HOST_MESSAGES: MessageShapes<DiagramHostMessage> = {
  start: { texts: recordOf('string'), state },
  show: {
    diagram: {
      width: finite,
      height: finite,
      nodes: [
        {
          id: 'string',
          label: 'string',
          name: 'string',
          platform: 'string',
          differences: finite,
          ...box,
          kind: word('platform', 'environment', 'cluster', 'nodePool', 'service'),
          parent: optional('string'),
          environment: optional('string'),
          problem: optional(word('failed', 'drifted')),
          facts: [{ text: 'string', differs: optional('boolean') }],
        },
      ],
      arrows: [
        {
          from: 'string',
          to: 'string',
          platform: 'string',
          environment: 'string',
          waiting: optional(finite),
          x1: finite,
          x2: finite,
          y: finite,
        },
      ],
    },
  },
  nothing: { reason: 'string' },
  do: { action: word('fit', 'find') },
};
