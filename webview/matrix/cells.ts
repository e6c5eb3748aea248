/** The texts of a cell in the environment matrix: on the screen, for screen readers, and in the details. */
import type { Matrix, MatrixCell, MatrixRow } from '../../common/matrix/matrix';
import { FIRST_ENVIRONMENT } from '../../common/matrix/visibleRows';
import { visibleText } from '../../common/visibleText';
import { element } from '../elements';
import type { Texts } from '../../common/texts';

/** The unshortened origin and details of a value. */
export function remarks(cell: MatrixCell, environment: string, matrix: Matrix, texts: Texts): string[] {
  const base = visibleText(matrix.baseEnvironment);
  const parts: string[] = [];
  if (cell.origin === undefined) parts.push(texts('notSet'));
  else if (cell.origin === 'inherited') parts.push(texts('inherited', base));
  else if (cell.origin === 'overridden') parts.push(texts('overridden', base, visibleText(cell.overrides ?? '')));
  else parts.push(environment === matrix.baseEnvironment ? texts('set') : texts('setOnly', base));
  if (cell.unknown) parts.push(texts('isUnknown'));
  if (cell.change) {
    const { before } = cell.change;
    parts.push(before === undefined ? texts('changedAdded') : texts('changedFrom', visibleText(before)));
  }
  return parts;
}

/** A cell of an environment. Symbols beside the text mark differences, unknown values and changes without color. */
export function environmentCell(
  row: MatrixRow,
  column: number,
  matrix: Matrix,
  platform: string,
  texts: Texts,
): HTMLElement {
  const index = column - FIRST_ENVIRONMENT;
  const cell = row.cells[index] ?? { text: '' };
  const environment = matrix.environments[index] ?? '';
  const text = visibleText(cell.text);
  const remark = remarks(cell, environment, matrix, texts).join(', ');
  const signs = [cell.differs ? '≠' : '', cell.unknown ? '?' : '', cell.change ? 'Δ' : ''].filter(Boolean);
  const made = element('td', {
    attributes: {
      role: 'gridcell',
      class: [cell.origin ?? 'absent', cell.differs && 'differs', cell.unknown && 'unknown', cell.change && 'changed']
        .filter(Boolean)
        .join(' '),
      title: [text, remark].filter(Boolean).join('\n'),
      'data-vscode-context': contextOf(cell, environment, matrix, platform),
    },
    children: [
      ...signs.map(sign => element('span', { attributes: { class: 'sign', 'aria-hidden': 'true' }, children: [sign] })),
      text,
      element('span', {
        attributes: { class: 'only-for-screen-readers' },
        children: [text === '' ? remark : `, ${remark}`],
      }),
    ],
  });
  return made;
}

/** The data of a cell for VS Code's context menu and its commands. */
function contextOf({ origin, place }: MatrixCell, environment: string, { files }: Matrix, platform: string): string {
  if (!origin || !place) return JSON.stringify({ preventDefaultContextMenuItems: true });
  const [file, line, character] = place;
  const position = { line, character };
  return JSON.stringify({
    webviewSection: 'cell',
    preventDefaultContextMenuItems: true,
    ...{ platform, environment, origin },
    location: { uri: files[file] ?? '', range: { start: position, end: position } },
  });
}
