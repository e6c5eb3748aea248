/** Terraform and OpenTofu: which of the two a platform is made for, and which versions will do. */
import { compareVersions } from './compareVersions';

/** The programs that can plan. */
export type Product = 'terraform' | 'tofu';

/** Oldest versions that plan with `-json`, tell drift, moves and the paths that force a replacement. */
export const MINIMUM_VERSIONS: Readonly<Record<Product, string>> = { terraform: '1.1.0', tofu: '1.6.0' };

/**
 * Which program a platform is made for, the better one first. The lock file's registry leaves no choice, as the other program would
 * not find its providers there; the image is a preference.
 *
 * @param lockFile text of `.terraform.lock.hcl`, '' when there is none.
 * @param dockerfile text of the platform's Dockerfile, '' when there is none.
 */
export function preferredProducts(lockFile: string, dockerfile: string): Product[] {
  const ofTofu = /^provider\s+"registry\.opentofu\.org\//m.test(lockFile);
  const ofTerraform = /^provider\s+"registry\.terraform\.io\//m.test(lockFile);
  if (ofTofu !== ofTerraform) return [ofTofu ? 'tofu' : 'terraform'];
  return productOfImage(dockerfile) === 'terraform' ? ['terraform', 'tofu'] : ['tofu', 'terraform'];
}

/** What the framework's image has: releases up to v0.19.2 terraform, later ones and untagged builds tofu. */
export function productOfImage(dockerfile: string): Product | undefined {
  const images = [...dockerfile.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)].map(match => match[1] ?? '');
  const release = images.map(image => /kubestack\/framework:v(\d+\.\d+\.\d+)/.exec(image)?.[1]).find(Boolean);
  if (release !== undefined) return compareVersions(release, '0.19.2') <= 0 ? 'terraform' : 'tofu';
  return images.some(image => /kbst\/terraform-kubestack\/dev|kubestack\/framework/.test(image)) ? 'tofu' : undefined;
}

/** @param text what the program prints for `version`. `version -json` names terraform in both products. @returns undefined for other programs */
export function terraformVersion(text: string): { product: Product; version: string } | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)/m.exec(text);
  return match ? { product: match[1] === 'OpenTofu' ? 'tofu' : 'terraform', version: match[2] ?? '' } : undefined;
}
