// Creates the example topologies of Kubestack's documentation with commands, for tests of scaffolding and its pictures.
import type { Page } from 'playwright-core';
import { openActivityUntil, runEditorCommand } from '../vscode/workbench';
import { answerQuestion, answerQuestions, asked } from './wizard';

/** Shows the view of an empty folder, and waits until the extension is active, since its commands are not available before. */
export async function showOffer(page: Page): Promise<void> {
  const offer = page.getByRole('button', { name: 'New Platform…', exact: true });
  await openActivityUntil(page, 'Kubestack', offer);
}

/**
 * Answers the questions for a platform with one EKS cluster, up to the preview of its files.
 *
 * @param chooseAgentFiles selects files for coding agents; by default, none are selected
 * @param bucket name of the bucket on Amazon S3 for the state; by default, it is decided later
 */
export async function answerPlatformQuestions(
  page: Page,
  chooseAgentFiles?: (page: Page) => Promise<void>,
  bucket?: string,
): Promise<void> {
  await showOffer(page);
  await runEditorCommand(page, 'Kubestack: New Platform…');
  await answerQuestions(page, [
    ['Cloud of the first cluster', 'Amazon EKS'],
    ['Where to store the state', bucket === undefined ? 'Decide Later' : 'Amazon S3'],
    ['Framework version'],
    ['Select environments'],
    ['Domain that you own', 'platform.tidewater.example'],
    ['Region', 'eu-north-1'],
    ['Name prefix'],
    ['Zones'],
    ['Machine type'],
    ['Minimum and maximum number of nodes'],
    ...(bucket === undefined ? [] : ([['Name of the bucket', bucket], ['Region of the bucket']] as const)),
    ['Pipeline that plans', 'GitHub Actions'],
  ]);
  await asked(page, 'Files for coding agents');
  await chooseAgentFiles?.(page);
  await answerQuestion(page, 'Files for coding agents');
}

/** Creates a platform with one EKS cluster, from the first question to the last. @param bucket see above */
export async function createPlatformInEditor(page: Page, bucket?: string): Promise<void> {
  await answerPlatformQuestions(page, undefined, bucket);
  await answerQuestion(page, 'Write the changes');
  await page.locator('.tab.active').filter({ hasText: 'eks_gc0_eu-north-1_cluster.tf' }).waitFor();
}

/** Adds a node pool to this cluster: for production workloads, or with GPUs. */
export async function addNodePoolInEditor(page: Page, pool: 'prod' | 'gpu'): Promise<void> {
  await runEditorCommand(page, 'Kubestack: Add Node Pool…');
  await answerQuestions(page, [
    ['Cluster to add the node pool to'],
    ['Purpose of the nodes', pool === 'prod' ? 'Dedicated to certain workloads' : 'GPU'],
    ['Name of the node pool'],
    ['Machine type'],
    ['Minimum and maximum number of nodes', '1-4'],
    ['Zones'],
    ['Taints'],
    ['Labels'],
    ['Write the changes'],
  ]);
  await page
    .locator('.tab.active')
    .filter({ hasText: `eks_gc0_eu-north-1_node_pool_${pool}.tf` })
    .waitFor();
}

/** Adds a cluster in another region, and one in another cloud. */
export async function addClusters(page: Page): Promise<void> {
  await runEditorCommand(page, 'Kubestack: Add Cluster…');
  await answerQuestions(page, [
    ['Cloud of the new cluster', 'Amazon EKS'],
    ['How to configure the new cluster', 'Like eks_gc0_eu-north-1'],
    ['Region', 'us-east-1'],
    ['Name prefix'],
    ['Zones'],
    ['Write the changes'],
  ]);
  await page.locator('.tab.active').filter({ hasText: 'eks_gc0_us-east-1_cluster.tf' }).waitFor();
  await runEditorCommand(page, 'Kubestack: Add Cluster…');
  await answerQuestions(page, [
    ['Cloud of the new cluster', 'Google GKE'],
    ['Region', 'europe-west1'],
    ['Name prefix', 'ml0'],
    ['Google Cloud project', 'tidewater-platform'],
    ['Zones'],
    ['Kubernetes version', '1.31'],
    ['Machine type'],
    ['Minimum and maximum number of nodes'],
    ['Write the changes'],
  ]);
  await page.locator('.tab.active').filter({ hasText: 'gke_ml0_europe-west1_cluster.tf' }).waitFor();
}

/** Converts the platform to three environments, with a separate one for production. */
export async function convertToThree(page: Page): Promise<void> {
  await runEditorCommand(page, 'Kubestack: Convert to Three Environments');
  await answerQuestions(page, [['Write the changes']]);
  await page.locator('.view-line', { hasText: 'configuration_base_key' }).first().waitFor();
}
