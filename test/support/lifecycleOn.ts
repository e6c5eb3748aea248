/** Support dates as of a day. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lifecycle, type KubernetesFile } from '../../server/kubestack/lifecycle/lifecycle';

const FILE = join(__dirname, '../../data/kubernetes.json');

export const KUBERNETES_FILE = JSON.parse(readFileSync(FILE, 'utf8')) as KubernetesFile;

export const lifecycleOn = (today: string): Lifecycle => new Lifecycle(KUBERNETES_FILE, today);
