/** The sections of a review in a document: of a pull request, a promotion, or the command line. */
import { t } from '../localization';
import type { ReviewSection } from './review';

/** Sections with a text: those of the server, and the Kubernetes objects, which other programs render. */
export type DocumentSection = ReviewSection | 'objects';

/** The text of each section as Markdown: '' if there is nothing to show, undefined if that is unknown or was not requested. */
export type SectionTexts = Partial<Record<DocumentSection, string | undefined>>;

/** Headings of the sections that documents show, in their order. */
export const HEADINGS: ReadonlyMap<DocumentSection, () => string> = new Map<DocumentSection, () => string>([
  ['values', () => t('Effective configuration')],
  ['forecast', () => t('Forecast')],
  ['rules', () => t('Rules')],
  ['objects', () => t('Kubernetes objects')],
]);

export interface DocumentOptions {
  /** This section comes first. */
  readonly first?: DocumentSection;
  /** Other headings. */
  readonly headings?: Partial<Record<DocumentSection, string>>;
  /** What is shown of a section in which nothing changes; by default, nothing. */
  readonly unchanged?: SectionTexts;
  /** What is shown of a section that is unknown; by default, nothing. */
  readonly unknown?: SectionTexts;
}

/** @returns each section with its heading */
export function documentSections(
  texts: SectionTexts,
  { first, headings = {}, unchanged = {}, unknown = {} }: DocumentOptions = {},
): string[] {
  const all = [...HEADINGS].sort(([a], [b]) => Number(b === first) - Number(a === first));
  return all.flatMap(([section, heading]) => {
    const given = texts[section]?.trim();
    const text = given === undefined ? unknown[section] : given === '' ? unchanged[section] : given;
    return text === undefined ? [] : [`## ${headings[section] ?? heading()}\n\n${text}`];
  });
}

/** Joins the texts of several platforms. */
export function joinedTexts(all: readonly SectionTexts[]): SectionTexts {
  const joined: SectionTexts = {};
  for (const section of HEADINGS.keys()) {
    const texts = all.flatMap(each => each[section] ?? []);
    if (texts.length > 0) joined[section] = texts.filter(text => text !== '').join('\n');
  }
  return joined;
}
