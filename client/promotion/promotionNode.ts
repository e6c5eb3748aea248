/** Plain data for the promotion view and the board: promotionTree.ts makes the items of the view, board.ts the board. */
import type { RepositorySnapshot, Stage } from './stage';

/** A repository in the view and the board. */
export interface ShownRepository {
  /** Folder. */
  readonly root: string;
  readonly name: string;
  readonly facts: RepositorySnapshot;
  readonly stages: readonly Stage[];
}

export const PROMOTION_ITEM_KINDS = [
  'promotionRepository',
  'promotionInternal',
  'promotionStage',
  // Stages whose environment has commands of its own.
  'promotionStageApps',
  'promotionStageAppsProd',
  'promotionRefusal',
  'promotionWaiting',
  'promotionCommit',
  'promotionChange',
  'promotionHistory',
  'promotionTag',
  'promotionLocalTag',
] as const;
export type PromotionItemKind = (typeof PROMOTION_ITEM_KINDS)[number];

/** Two revisions that can be compared; no `before` if nothing was deployed. */
export interface RevisionPair {
  readonly before: string | undefined;
  readonly after: string;
  readonly title: string;
}

/** One item of the view. */
export interface PromotionNode {
  readonly kind: PromotionItemKind;
  /** Unique in the view. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Name of a product icon. */
  readonly icon: string;
  readonly color?: string;
  /** Texts of the tooltip. */
  readonly details: readonly string[];
  readonly accessibilityLabel: string;
  /** Folder of the repository. */
  readonly repository: string;
  readonly environment?: string;
  readonly comparison?: RevisionPair;
  readonly commit?: string;
  readonly tag?: string;
  /** Page of a pipeline's run. */
  readonly url?: string;
  readonly expanded?: boolean;
  readonly children?: () => PromotionNode[] | Promise<PromotionNode[]>;
}
