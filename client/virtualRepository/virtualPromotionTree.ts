/** The Promotion view without Git: environments and their changes since the default branch, as plain data. */
import type { Platform } from '../../common/protocol';
import type { ChangeLine } from '../platform/changeLines';
import { t } from '../../common/localization';

export interface VirtualPromotionNode {
  /** Unique in the view. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Name of a product icon. */
  readonly icon: string;
  readonly details: string;
  readonly expanded?: boolean;
  readonly children?: () => VirtualPromotionNode[] | Promise<VirtualPromotionNode[]>;
}

export interface VirtualPromotionContext {
  readonly labelOf: (platform: Platform) => string;
  /** The changes of an environment since the default branch. @throws Error with a sentence that explains why they are unavailable */
  readonly changes: (platform: Platform, environment: string) => Promise<ChangeLine[]>;
}

/** @param platforms whose file system supports revisions */
export function virtualPromotionTree(
  platforms: readonly Platform[],
  context: VirtualPromotionContext,
): VirtualPromotionNode[] {
  if (platforms.length === 0) return [];
  const note: VirtualPromotionNode = {
    id: 'note',
    label: t("Deploy tags can't be listed here"),
    description: '',
    icon: 'info',
    details: t(
      "Extensions can't read the tags of a remote repository in VS Code, so this view shows what changes in each environment, and not what is deployed. To promote, clone the repository, or open it in a codespace.",
    ),
  };
  const [only, ...others] = platforms;
  if (only && others.length === 0) return [note, ...environmentNodes(only, context)];
  const nodes = platforms.map((platform): VirtualPromotionNode => ({
    id: platform.uri,
    label: context.labelOf(platform),
    description: '',
    icon: 'repo',
    details: '',
    expanded: true,
    children: () => environmentNodes(platform, context),
  }));
  return [note, ...nodes];
}

function environmentNodes(platform: Platform, context: VirtualPromotionContext): VirtualPromotionNode[] {
  return platform.environments.map(environment => {
    const id = JSON.stringify([platform.uri, environment]);
    return {
      id,
      label: environment,
      description: '',
      icon: 'git-compare',
      details: t('Expand to see what changes in {0} compared with the default branch.', environment),
      children: () => changeNodes(platform, environment, id, context),
    };
  });
}

async function changeNodes(
  platform: Platform,
  environment: string,
  parent: string,
  { changes }: VirtualPromotionContext,
): Promise<VirtualPromotionNode[]> {
  const single = (label: string, icon: string, details = label): VirtualPromotionNode[] => [
    { id: `${parent} ${icon}`, label, description: '', icon, details },
  ];
  try {
    const lines = await changes(platform, environment);
    if (lines.length === 0) return single(t('No changes compared with the default branch'), 'pass');
    return lines.map(({ label, description, change }, index) => ({
      id: `${parent} ${index}`,
      label,
      description,
      icon: { added: 'diff-added', removed: 'diff-removed', changed: 'diff-modified' }[change],
      details: `${label}\n\n${description}`,
    }));
  } catch (error) {
    return single(t("The changes can't be shown"), 'warning', error instanceof Error ? error.message : String(error));
  }
}
