/** The sides of a review as the client names them. */
import type { CallToolParams } from '../../common/protocol';
import type {
  ComparisonSide,
  Review,
  ReviewParams,
  ReviewResults,
  ReviewSection,
  ReviewSide,
  SideFiles,
} from '../../common/review/review';

/** A revision whose files are read only if the server doesn't have them. */
export interface RevisionSide {
  readonly kind: 'revision';
  /** Names the same files in each request for the same folder, such as a commit and the selection of its files. */
  readonly id: string;
  readonly read: () => Promise<SideFiles>;
}

/** A side as the client names it. */
export type NamedSide = ComparisonSide | RevisionSide;

/** Reads the files of platforms at a revision: with Git, or through a file system that has revisions. */
export interface RevisionReader {
  /** @param platform URI of its folder. @returns whether it supports that platform */
  reads(platform: string): boolean;
  /** A side of a review. @throws if the revision doesn't exist or can't be read */
  side(platform: string, revision: string): Promise<NamedSide>;
}

/** A review, and which sections of it are needed. */
export interface ReviewQuestion<S extends ReviewSection> extends Omit<ReviewParams, 'before' | 'after'> {
  readonly before: NamedSide;
  readonly after: NamedSide;
  readonly sections: readonly S[];
}

/** A review that has the sections of its question. */
export type Reviewed<S extends ReviewSection> = Pick<ReviewResults, S> & Pick<Review, 'markdown'>;

export const isReviewed = <S extends ReviewSection>(
  review: Review,
  sections: readonly S[],
): review is Review & Reviewed<S> => sections.every(section => review[section] !== undefined);

/** The sides that a call of a tool compares. */
export interface ComparedSides extends Omit<NonNullable<CallToolParams['sides']>, 'before' | 'after'> {
  readonly before: NamedSide;
  readonly after: NamedSide;
}

/** A side without its files. */
export const sent = (side: NamedSide): ReviewSide => (side.kind === 'revision' ? { kind: 'sent', id: side.id } : side);

/** A side with its files. */
export const withFiles = async (side: NamedSide): Promise<ReviewSide> =>
  side.kind === 'revision' ? { kind: 'files', files: await side.read(), id: side.id } : side;
