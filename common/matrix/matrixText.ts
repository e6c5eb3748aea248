/** The environment matrix as text for the clipboard: Markdown for a pull request, CSV for a spreadsheet. */
import { csvRows } from '../csv';
import { codeSpan, markdownName, markdownTable } from '../markdown';
import type { Matrix, MatrixRow, NodeCounts, NodeRange } from './matrix';

export type MatrixFormat = 'markdown' | 'csv';

/** Headings of the columns and of the row of node counts. */
export interface MatrixLabels {
  module: string;
  attribute: string;
  nodes: string;
}

/** @param rows of the matrix to copy, in this order. Node counts are always those of the whole scope. */
export const matrixText = (
  matrix: Matrix,
  rows: readonly MatrixRow[],
  labels: MatrixLabels,
  format: MatrixFormat,
): string => (format === 'csv' ? csvText(matrix, rows, labels) : markdown(matrix, rows, labels));

/** `3–9`; `≥ 3–9` if the size of a node pool is unknown; '' if there are no nodes. */
export function nodesText({ min, max, unknown }: NodeCounts): string {
  if (min === 0 && max === 0) return unknown > 0 ? '?' : '';
  return `${unknown > 0 ? '≥ ' : ''}${rangeText({ min, max })}`;
}

/** `3–9`, or `3`. */
export const rangeText = ({ min, max }: NodeRange): string => (min === max ? String(min) : `${min}–${max}`);

/** Names of all zones with nodes in any environment, sorted. */
export const nodeZones = ({ nodes }: Matrix): string[] =>
  [...new Set(nodes.flatMap(({ zones }) => zones.map(({ zone }) => zone)))].sort();

/** The cells of a zone's row, one per environment. */
export const zoneTexts = ({ nodes }: Matrix, zone: string): string[] =>
  nodes.map(({ zones }) => {
    const range = zones.find(each => each.zone === zone);
    return range ? rangeText(range) : '';
  });

/** The rows of node counts: one for all nodes, and one per zone. The first column is the name of the zone. */
const nodeRows = (matrix: Matrix): string[][] =>
  matrix.nodes.every(counts => nodesText(counts) === '')
    ? []
    : [['', ...matrix.nodes.map(nodesText)], ...nodeZones(matrix).map(zone => [zone, ...zoneTexts(matrix, zone)])];

function markdown(matrix: Matrix, rows: readonly MatrixRow[], { module, attribute, nodes }: MatrixLabels): string {
  const value = (text: string): string => (text === '' ? '' : codeSpan(text));
  const name = (text: string): string => (text === '' ? '' : markdownName(text));
  const header = [module, attribute, ...matrix.environments.map(markdownName)];
  return `${markdownTable(header, [
    ...rows.map(row => [name(row.module), value(row.attribute), ...row.cells.map(({ text }) => value(text))]),
    ...nodeRows(matrix).map(([zone = '', ...counts]) => [nodes, name(zone), ...counts]),
  ])}\n`;
}

const csvText = (matrix: Matrix, rows: readonly MatrixRow[], { module, attribute, nodes }: MatrixLabels): string =>
  csvRows([
    [module, attribute, ...matrix.environments],
    ...rows.map(row => [row.module, row.attribute, ...row.cells.map(({ text }) => text)]),
    ...nodeRows(matrix).map(([zone = '', ...counts]) => [nodes, zone, ...counts]),
  ]);
