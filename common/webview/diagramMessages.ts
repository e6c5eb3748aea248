/** What the page of the platform diagram and the extension's host tell each other. */
import type { Diagram, DiagramDetail } from '../diagram/diagram';
import { fits, optional, recordOf, type Shape } from '../shape';
import type { MessageShapes } from './messages';

/** What the page keeps while it is hidden, and over a reload of the window. */
export interface DiagramState {
  /** Folder of the platform. */
  platform: string;
  detail: DiagramDetail;
  toggled: string[];
  /** Where the picture is: its corner in pixels of the page, and its scale. Absent until someone moves it: then it fits. */
  view?: { x: number; y: number; scale: number };
  selected?: string;
  outline?: boolean;
}

export type DiagramFormat = 'svg' | 'mermaid';

/** From the page. Nodes and arrows are named by their ids; the host knows what they stand for. */
export type DiagramPageMessage =
  | { type: 'ready'; detail: DiagramDetail; toggled: string[] }
  /** Another detail is asked for. */
  | { type: 'detail'; detail: DiagramDetail; toggled: string[] }
  | { type: 'open'; id: string }
  /** Shows where promotion stands. */
  | { type: 'promotion' }
  | { type: 'export'; format: DiagramFormat };

/** To the page. */
export type DiagramHostMessage =
  | { type: 'start'; texts: Record<string, string>; state: DiagramState }
  | { type: 'show'; diagram: Diagram }
  /** There is nothing to draw, and why. */
  | { type: 'nothing'; reason: string }
  | { type: 'do'; action: DiagramAction };

/** What commands of the editor ask the page to do. */
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

/** Whether that is a state that a page has kept. */
export const isDiagramState = (value: unknown): value is DiagramState => fits(value, state);

export const DIAGRAM_PAGE_MESSAGES: MessageShapes<DiagramPageMessage> = {
  ready: { detail, toggled: ['string'] },
  detail: { detail, toggled: ['string'] },
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
          ...{ id: 'string', label: 'string', name: 'string', platform: 'string', differences: finite, ...box },
          kind: word('platform', 'environment', 'cluster', 'nodePool', 'service'),
          parent: optional('string'),
          environment: optional('string'),
          facts: [{ text: 'string', differs: optional('boolean') }],
        },
      ],
      arrows: [
        {
          ...{ from: 'string', to: 'string', platform: 'string', environment: 'string' },
          ...{ waiting: optional(finite), x1: finite, x2: finite, y: finite },
        },
      ],
    },
  },
  nothing: { reason: 'string' },
  do: { action: word('fit', 'find') },
};
