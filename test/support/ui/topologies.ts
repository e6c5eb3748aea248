// The example topologies of Kubestack's documentation, built by commands: for the tests of scaffolding and its pictures.
import type { Page } from 'playwright-core';
import { openActivityUntil, runEditorCommand } from '../vscode/workbench';
import { answerQuestion, answerQuestions, asked } from './wizard';

/** The view of an empty folder. Commands are there once the extension runs, which this waits for. */
export async function showOffer(page: Page): Promise<void> {
  const offer = page.getByRole('button', { name: 'New Platform…', exact: true });
  await openActivityUntil(page, 'Kubestack', offer);
}

/**
 * The questions of a platform with one cluster on EKS, up to the files that it writes.
 *
 * @param chooseAgentFiles selects files for coding agents, when they are asked for; without it there are none
 */
export async function answerPlatformQuestions(
  page: Page,
  chooseAgentFiles?: (page: Page) => Promise<void>,
): Promise<void> {
  await showOffer(page);
  await runEditorCommand(page, 'Kubestack: New Platform…');
  await answerQuestions(page, [
    ['Cloud of the first cluster', 'Amazon EKS'],
    ['Where to store the state', 'Decide Later'],
    ['Framework version'],
    ['Select environments'],
    ['Domain that you own', 'platform.tidewater.example'],
    ['Region', 'eu-north-1'],
    ['Name prefix'],
    ['Zones'],
    ['Machine type'],
    ['Minimum and maximum number of nodes'],
    ['Pipeline that plans', 'GitHub Actions'],
  ]);
  await asked(page, 'Files for coding agents');
  await chooseAgentFiles?.(page);
  await answerQuestion(page, 'Files for coding agents');
}

/** A platform with one cluster on EKS, from the first question to the last. */
export async function createPlatformInEditor(page: Page): Promise<void> {
  await answerPlatformQuestions(page);
  await answerQuestion(page, 'Write the changes');
  await page.locator('.tab.active').filter({ hasText: 'eks_gc0_eu-north-1_cluster.tf' }).waitFor();
}

/** Another node pool of that cluster: for production workloads, or with graphics processors. */
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

/** A cluster like the first one in another region, and one in another cloud. */
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

/** Production apart from the other workloads. */
export async function convertToThree(page: Page): Promise<void> {
  await runEditorCommand(page, 'Kubestack: Convert to Three Environments');
  await answerQuestions(page, [['Write the changes']]);
  await page.locator('.view-line', { hasText: 'configuration_base_key' }).first().waitFor();
}
