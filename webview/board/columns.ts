/** Builds the promotion board: a section for each repository, with a column for each environment. */
import type { BoardAction, BoardColumn, BoardTarget, BoardRepository } from '../../common/webview/boardMessages';
import { visibleText } from '../../common/visibleText';
import type { Wanted } from '../patch';
import type { Texts } from '../../common/texts';

/** Attributes that identify the pressed button. */
export const ACTION = 'data-action';
export const HASH = 'data-hash';

/** Whether a column is in the tab order. */
export type IsActive = (target: BoardTarget) => boolean;

export function repositorySection(
  { root, name, problems, staged, columns }: BoardRepository,
  isOnly: boolean,
  isActive: IsActive,
  texts: Texts,
): Wanted {
  return {
    tag: 'section',
    key: root,
    attributes: { class: 'repository' },
    children: [
      {
        tag: 'h2',
        text: visibleText(name),
        attributes: isOnly ? { class: 'only-for-screen-readers' } : { title: visibleText(root) },
      },
      ...list('problems', problems),
      ...list('staged', staged),
      {
        tag: 'div',
        key: 'columns',
        attributes: {
          class: 'columns',
          role: 'group',
          'aria-label': texts('environments', visibleText(name)),
          'data-repository': root,
        },
        children: columns.map(column => columnOf(column, root, isOnly ? '' : name, isActive, texts)),
      },
    ],
  };
}

function columnOf(column: BoardColumn, repository: string, name: string, isActive: IsActive, texts: Texts): Wanted {
  const { environment, health, healthText, there } = column;
  const label = [name, environment, healthText].filter(part => part !== '').join(', ');
  return {
    tag: 'section',
    key: environment,
    attributes: {
      class: `column ${health}`,
      'aria-label': visibleText(label),
      tabindex: isActive({ repository, environment }) ? '0' : '-1',
      'data-environment': environment,
    },
    children: [
      { tag: 'h3', key: 'name', text: visibleText(environment) },
      { tag: 'p', key: 'health', attributes: { class: 'health' }, text: healthOf(health) + visibleText(healthText) },
      {
        tag: 'p',
        key: 'drift',
        attributes: { class: `drift ${column.drift}` },
        text: (column.drift === 'drifted' ? '⚠ ' : '') + visibleText(column.driftText),
      },
      // Above the changes, which can be long.
      { tag: 'div', key: 'actions', attributes: { class: 'actions' }, children: actions(column, texts) },
      ...list('refusals', column.refusals),
      ...(there ? [deployment(there, texts)] : []),
      ...waiting(column, texts),
    ],
  };
}

const SIGNS: Readonly<Record<BoardColumn['health'], string>> = {
  succeeded: '✓ ',
  failed: '✗ ',
  running: '… ',
  unknown: '',
  none: '',
};

const healthOf = (health: BoardColumn['health']): string => SIGNS[health];

function deployment({ subject, name, about, time, remarks }: NonNullable<BoardColumn['there']>, texts: Texts): Wanted {
  return {
    tag: 'div',
    key: 'there',
    attributes: { class: 'part' },
    children: [
      { tag: 'h4', text: texts('deployed') },
      { tag: 'p', key: 'subject', attributes: { class: 'subject' }, text: visibleText(subject) },
      { tag: 'p', key: 'name', attributes: { class: 'tag' }, text: visibleText(name) },
      {
        tag: 'p',
        key: 'about',
        attributes: { class: 'about', ...(time === '' ? {} : { title: time }) },
        text: visibleText(about),
      },
      ...remarks.map(text => ({ tag: 'p', attributes: { class: 'remark' }, text: visibleText(text) }) as const),
    ],
  };
}

function waiting(column: BoardColumn, texts: Texts): Wanted[] {
  const { waitingText, waiting: commits, more } = column;
  if (waitingText === '') return [];
  const items = commits.map(({ hash, subject, about }): Wanted => ({
    tag: 'li',
    key: hash,
    children: [
      {
        tag: 'button',
        attributes: {
          type: 'button',
          class: 'link',
          title: texts('commitHint'),
          [ACTION]: 'commit',
          [HASH]: hash,
        },
        text: visibleText(subject),
      },
      { tag: 'span', attributes: { class: 'about' }, text: visibleText(about) },
    ],
  }));
  const commitsPart: Wanted = {
    tag: 'div',
    key: 'waiting',
    attributes: { class: 'part' },
    children: [
      { tag: 'h4', text: texts('waiting') },
      { tag: 'p', key: 'count', attributes: { class: 'count' }, text: waitingText },
      ...(items.length === 0 ? [] : [{ tag: 'ul', children: items } as const]),
      ...moreOf(more, texts),
    ],
  };
  return commits.length === 0 ? [commitsPart] : [commitsPart, changesPart(column.changes, texts)];
}

function changesPart(changes: BoardColumn['changes'], texts: Texts): Wanted {
  const items = (changes?.lines ?? []).map(({ change, label, description }): Wanted => ({
    tag: 'li',
    attributes: { class: change, title: texts(change) },
    children: [
      { tag: 'span', key: 'label', attributes: { class: 'attribute' }, children: wrappedAtDots(visibleText(label)) },
      { tag: 'span', key: 'description', attributes: { class: 'about' }, text: visibleText(description) },
    ],
  }));
  return {
    tag: 'div',
    key: 'changes',
    attributes: { class: 'part' },
    children: [
      { tag: 'h4', text: texts('changes') },
      { tag: 'p', key: 'summary', attributes: { class: 'count' }, text: changes?.summary ?? texts('computing') },
      ...(items.length === 0 ? [] : [{ tag: 'ul', children: items } as const]),
      ...moreOf(changes?.more ?? 0, texts),
    ],
  };
}

/** Long names of attributes wrap preferably after a dot. */
const wrappedAtDots = (name: string): Wanted[] =>
  name
    .split(/(?<=\.)(?=.)/)
    .flatMap((part, index): Wanted[] => [
      ...(index === 0 ? [] : [{ tag: 'wbr' } as const]),
      { tag: 'span', text: part },
    ]);

const moreOf = (count: number, texts: Texts): Wanted[] =>
  count === 0 ? [] : [{ tag: 'p', key: 'more', attributes: { class: 'about' }, text: texts('more', count) }];

function list(kind: 'problems' | 'staged' | 'refusals', lines: readonly string[]): Wanted[] {
  if (lines.length === 0) return [];
  const children = lines.map(text => ({ tag: 'li', text: visibleText(text) }) as const);
  return [{ tag: 'ul', key: kind, attributes: { class: kind }, children }];
}

function actions({ environment, canPromote, canRollBack, waiting: commits, hasRun }: BoardColumn, texts: Texts) {
  const offered: readonly (readonly [BoardAction, string, boolean])[] = [
    ['promote', 'promote', canPromote],
    ['changes', 'showChanges', commits.length > 0],
    ['rollBack', 'rollBack', canRollBack],
    ['drift', 'drift', true],
    ['run', 'run', hasRun],
  ];
  return offered
    .filter(([, , isOffered]) => isOffered)
    .map(([action, text]): Wanted => ({
      tag: 'button',
      key: action,
      attributes: {
        type: 'button',
        title: texts(`${text}Hint`, visibleText(environment)),
        [ACTION]: action,
        ...(action === 'promote' ? { class: 'primary' } : {}),
      },
      text: texts(text),
    }));
}
