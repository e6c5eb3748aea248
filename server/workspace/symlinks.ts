/** Symbolic links of the workspace: a file may have several paths, and a change of one of them is a change of all. */
import { isWithin } from './uri';

export class Symlinks {
  /** Link → its target, with all links resolved. */
  private readonly targets = new Map<string, string>();

  /** @param target in the workspace's notation, if it is inside */
  add(link: string, target: string): void {
    this.targets.set(link, target);
  }

  /** Whether the path itself is a link, not only a parent. */
  isLink(uri: string): boolean {
    return this.targets.has(uri);
  }

  /** Forgets the links in a folder or at a path. */
  removeWithin(uri: string): void {
    for (const link of this.targets.keys()) if (isWithin(link, uri)) this.targets.delete(link);
  }

  /** Every other path of a file or folder. */
  otherPaths(uri: string): string[] {
    if (this.targets.size === 0) return [];
    const real = this.behind(uri);
    const paths = new Set([real]);
    for (const [link, target] of this.targets) if (isWithin(real, target)) paths.add(link + real.slice(target.length));
    paths.delete(uri);
    return [...paths];
  }

  /** Whether a path leads through a link. */
  leadsThrough(uri: string): boolean {
    return this.targets.size > 0 && this.behind(uri) !== uri;
  }

  private behind(uri: string): string {
    for (const [link, target] of this.targets) if (isWithin(uri, link)) return target + uri.slice(link.length);
    return uri;
  }
}
