/** The rows of node counts at the bottom of the matrix. */
import type { Matrix } from '../../common/matrix/matrix';
import { nodesText, nodeZones, zoneTexts } from '../../common/matrix/matrixText';
import { visibleText } from '../../common/visibleText';
import { element } from '../elements';
import { counted, type Texts } from '../../common/texts';

/** @returns no rows if the scope has no nodes; otherwise the sums, and, if they are expanded, a row for each zone. */
export function nodeRows({ matrix, zones }: { matrix: Matrix; zones: boolean }, texts: Texts): HTMLTableRowElement[] {
  if (matrix.nodes.every(counts => nodesText(counts) === '')) return [];
  const names = nodeZones(matrix);
  const header = element('th', {
    attributes: { role: 'rowheader', scope: 'row', class: 'attribute' },
    children: [texts('nodes')],
  });
  if (names.length > 0) {
    header.setAttribute('aria-expanded', String(zones));
    header.title = texts('zonesHint');
  }
  const sums = matrix.nodes.map(counts => {
    const remark = counts.unknown > 0 ? counted(texts, 'nodesUnknown', counts.unknown) : '';
    return nodeCell(nodesText(counts), remark);
  });
  return [
    nodeRow('nodes', [emptyCell(), header, ...sums]),
    ...(zones ? names : []).map(zone =>
      nodeRow(`zone:${zone}`, [
        emptyCell(),
        element('th', {
          attributes: { role: 'rowheader', scope: 'row', class: 'attribute', title: visibleText(zone) },
          children: [visibleText(zone)],
        }),
        ...zoneTexts(matrix, zone).map(text => nodeCell(text, '')),
      ]),
    ),
  ];
}

const nodeRow = (key: string, children: readonly HTMLElement[]): HTMLTableRowElement =>
  element('tr', { attributes: { role: 'row', 'data-key': key }, children });

const emptyCell = (): HTMLElement => element('td', { attributes: { role: 'gridcell', class: 'module' } });

const nodeCell = (text: string, remark: string): HTMLElement =>
  element('td', {
    attributes: { role: 'gridcell', ...(remark === '' ? {} : { title: remark }) },
    children: [
      text,
      ...(remark === ''
        ? []
        : [element('span', { attributes: { class: 'only-for-screen-readers' }, children: [`, ${remark}`] })]),
    ],
  });
